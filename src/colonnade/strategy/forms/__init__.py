"""The document as a form: what it shows of a text, and how what is filled in changes the text."""

from colonnade.strategy.forms.input import EditForm, apply
from colonnade.strategy.forms.outline import Section, outline

__all__ = ["EditForm", "Section", "apply", "outline"]
