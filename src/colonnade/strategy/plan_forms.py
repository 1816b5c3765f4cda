"""The form by which other limits are tried."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.strategy.document.model import Limits, Strategy

_ROLE = "role-"


class LimitsForm(forms.Form):
    """Full-time equivalents by role and money by month; what is left as it is does not change.

    Args:
        strategy: whose limits the form begins with.
    """

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = strategy.limits or Limits()
        for role in limits.roles:
            self.fields[f"{_ROLE}{role.id}"] = forms.FloatField(
                label=_("%(role)s, full-time equivalents") % {"role": role.name or role.id},
                min_value=0,
                max_value=100_000,
                initial=role.fte,
                step_size=None,
            )
        self.fields["money"] = forms.FloatField(
            label=_("%(currency)s a month") % {"currency": strategy.currency},
            min_value=0,
            max_value=1e12,
            initial=limits.money_per_month,
            required=False,
            help_text=_("Empty keeps the money as it is."),
        )

    def fte(self) -> dict[str, float]:
        """Return the full-time equivalents by role."""
        return {
            name.removeprefix(_ROLE): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_ROLE)
        }

    def money(self) -> float | None:
        """Return the money a month, or None to keep what the strategy says."""
        money: float | None = self.cleaned_data["money"]
        return money
