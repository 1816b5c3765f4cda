"""Telegram channels and groups, by a bot."""
