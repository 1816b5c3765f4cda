"""CLA103."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.platforms import platforms_in
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CLA103", Severity.WARNING)
def goal_names_platform(subject: Subject) -> Iterator[Hit]:
    """Goal that names a platform.

    What it finds:
        An objective or a goal whose name speaks of a platform, such as "Be on Facebook".

    Why it matters:
        A platform is a means. A goal that holds one cannot be reached another way, even where customers
        turn out to converse elsewhere.

    How to fix:
        Name what the business gains. Put the platform, if the evidence points to it, in a method's channel.
    """
    for path, aim in subject.aims():
        named = platforms_in(aim.name)
        if named:
            yield Hit(
                (*path, "name"),
                _("'{name}' names a platform ({platform}): that is a means, not an end.").format(
                    name=aim.name, platform=", ".join(platform.name for platform in named)
                ),
                _("Say what the business gains, and leave the platform to the methods."),
            )
