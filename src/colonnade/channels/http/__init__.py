"""The way out: an HTTP client that goes only where it may, and never further than it should."""

from colonnade.channels.http.addresses import AddressPolicy, AddressRefused
from colonnade.channels.http.client import Bounds, Client
from colonnade.channels.http.rates import Bucket, Rates

__all__ = ["AddressPolicy", "AddressRefused", "Bounds", "Bucket", "Client", "Rates"]
