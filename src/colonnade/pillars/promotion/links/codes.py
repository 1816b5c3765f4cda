"""The last part of a short address: made by chance, or chosen by a person."""

import re
import secrets

from django.utils.translation import gettext as _

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
"""Nothing that is taken for something else (0 and o, 1 and l and i), and no vowels: they make words."""
LENGTH = 7  # 28 ** 7 = 13 thousand million: of a million links, one guess in 13,000 meets one
LONGEST = 60
_CHOSEN = re.compile(r"[a-z0-9](?:-?[a-z0-9])*")


def random_code() -> str:
    """Return a code that nobody can foretell."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))


def chosen_code(text: str) -> str:
    """Return a code that a person chose, as it is kept.

    Raises:
        ValueError: where it is too short, too long, or holds what does not belong into an address.
    """
    code = text.strip().casefold()
    if not 3 <= len(code) <= LONGEST or not _CHOSEN.fullmatch(code):
        raise ValueError(
            _("Choose 3 to {most} letters (a-z), digits and single hyphens, such as spring-fair.").format(
                most=LONGEST
            )
        )
    return code
