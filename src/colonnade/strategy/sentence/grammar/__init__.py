"""Parsers over tokens: each looks at one place and returns what stands there and where it ends, or None."""
