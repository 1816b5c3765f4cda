"""The intents that are told."""

from typing import Literal, get_args

Intent = Literal["question", "complaint", "praise", "purchase", "support", "spam"]
INTENTS: tuple[Intent, ...] = get_args(Intent)
"""In the order in which they are listed and stored. A post may have several, or none."""
