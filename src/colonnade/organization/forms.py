"""Forms of the organisation's pages."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.organization.roles import Role

CURRENCIES = (
    *("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR"),
    *("JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY"),
    *("TWD", "UAH", "USD", "VND", "ZAR"),
)


def zone_choices() -> list[tuple[str, str]]:
    """Return every time zone that this machine knows, by its IANA name."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


class OrganizationForm(forms.ModelForm[Organization]):
    """The company's name, money and time."""

    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in CURRENCIES],
        help_text=_("Plans count money in it."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, initial="UTC", help_text=_("Days and weeks begin here.")
    )

    class Meta:
        model = Organization
        fields = ("name", "currency", "time_zone")


class UnitForm(forms.ModelForm[BusinessUnit]):
    """A business unit's name."""

    class Meta:
        model = BusinessUnit
        fields = ("name",)


class MemberForm(forms.Form):
    """Whom to admit, and as what."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("The person must have an account here."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class TokenForm(forms.Form):
    """What a new API token is for."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)


class ProfileForm(forms.ModelForm[User]):
    """A person's own name and time zone."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("As the server")), *zone_choices()],
        help_text=_("Times on every page are shown in it."),
    )

    class Meta:
        model = User
        fields = ("name", "time_zone")
