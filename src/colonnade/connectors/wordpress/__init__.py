"""Blogs that run on WordPress."""
