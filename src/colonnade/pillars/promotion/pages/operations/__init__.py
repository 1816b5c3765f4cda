"""Writes: forms and pages are made, published and tried; submissions are stored and become leads."""

from colonnade.pillars.promotion.pages.operations.editing import (
    FormText,
    PageText,
    publish,
    save_form,
    save_page,
    try_against,
    withdraw_page,
)
from colonnade.pillars.promotion.pages.operations.receiving import Sent, receive
from colonnade.pillars.promotion.pages.operations.taking import accept, dismiss, take_waiting

__all__ = [
    "FormText",
    "PageText",
    "Sent",
    "accept",
    "dismiss",
    "publish",
    "receive",
    "save_form",
    "save_page",
    "take_waiting",
    "try_against",
    "withdraw_page",
]
