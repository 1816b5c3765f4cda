"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up follows the ``COLONNADE_SIGN_UP`` setting."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return whether strangers may create an account."""
        return bool(settings.SIGN_UP_OPEN)
