"""Accounts, channels and the contract that every connector fulfils."""
