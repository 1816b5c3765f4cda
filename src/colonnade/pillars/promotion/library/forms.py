"""Forms of the library."""

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.pillars.promotion.library.models import LONGEST_ALT, MediaItem
from colonnade.pillars.promotion.library.operations import Description
from colonnade.pillars.promotion.library.queries import Wanted


class DescriptionForm(forms.Form):
    """What is said of an item."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("By which it is found."))
    alt_text = forms.CharField(
        label=_("Alternative text"),
        required=False,
        max_length=LONGEST_ALT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is to be seen, for people who do not see it. Networks show it to screen readers."),
    )
    decorative = forms.BooleanField(
        label=_("Decorative: it tells nothing that the text does not"), required=False
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Separated by commas."))
    expires_on = forms.DateField(
        label=_("May be used until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty where the rights have no end."),
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=200, help_text=_("Who made it, or where it was bought.")
    )
    rights = forms.CharField(
        label=_("Rights"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    focus_x = forms.FloatField(required=False, min_value=0, max_value=1, widget=forms.HiddenInput)
    focus_y = forms.FloatField(required=False, min_value=0, max_value=1, widget=forms.HiddenInput)

    def description(self) -> Description:
        """Return what the valid form says."""
        said = self.cleaned_data
        return Description(
            **{
                name: said[name]
                for name in ("title", "alt_text", "decorative", "expires_on", "source", "rights")
            },
            tags=tuple(tag for tag in said["tags"].split(",") if tag.strip()),
            focus_x=0.5 if said["focus_x"] is None else said["focus_x"],
            focus_y=0.5 if said["focus_y"] is None else said["focus_y"],
        )


class FileForm(DescriptionForm):
    """A new item."""

    file = forms.FileField(
        label=_("Image or video"),
        help_text=_("JPEG, PNG, WebP or GIF up to 25 MB; MP4 or QuickTime up to 300 MB."),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,video/mp4,video/quicktime"}
        ),
    )
    field_order = ("file", "title")


class ItemForm(DescriptionForm):
    """A known item, with the point that cuttings keep."""

    focus_x = forms.FloatField(
        label=_("Focal point from the left"),
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"type": "range", "step": "0.01", "data-focus": "x"}),
    )
    focus_y = forms.FloatField(
        label=_("Focal point from the top"),
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"type": "range", "step": "0.01", "data-focus": "y"}),
    )


def described(item: MediaItem) -> dict[str, object]:
    """Return what is said of an item as a form begins with it."""
    said: dict[str, object] = {
        name: getattr(item, name) for name in DescriptionForm.base_fields if name != "tags"
    }
    return said | {"tags": ", ".join(tag.name for tag in item.tags.all())}


class SearchForm(forms.Form):
    """What is looked for."""

    text = forms.CharField(label=_("Title, text, source or tag"), required=False)
    tag = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=(("", _("images and videos")), ("image", _("images")), ("video", _("videos"))),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=(
            ("usable", _("may be used")),
            ("expiring", _("ends soon, or has ended")),
            ("undescribed", _("without alternative text")),
            ("retired", _("retired")),
        ),
    )

    def wanted(self) -> Wanted:
        """Return the search; what cannot be understood is left out."""
        said = {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
        return Wanted(**said)
