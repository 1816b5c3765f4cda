"""Why something is not done to a post; each message says what to do."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from colonnade.pillars.promotion.composer.models import Post


class ChangedMeanwhile(Exception):
    """Somebody else saved the post since it was read; nothing was written.

    Attributes:
        post: as it is now.
    """

    def __init__(self, post: Post) -> None:
        self.post = post
        who = post.changed_by or _("somebody")
        super().__init__(_("%(who)s changed this post while you wrote.") % {"who": who})


class NotReady(ValidationError):
    """The post cannot be handed in; the messages say what to change."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__([str(reason) for reason in reasons])


class StillOut(ValidationError):
    """A variant is on its way or on the network: it has to be withdrawn first."""
