"""What a test of two pages says, in honest words."""

from django.utils.translation import gettext as _

from colonnade.pillars.promotion.pages.sequential import Verdict


def verdict_sentence(verdict: Verdict) -> str:
    """Return the verdict as a sentence that claims no more than the figures do."""
    if not verdict.old.visitors or not verdict.new.visitors:
        return _("Insufficient evidence: not both versions have been seen yet.")
    if not verdict.differ:
        return _(
            "Insufficient evidence so far: the two may be equally good. Let the test run, or keep what you "
            "have; looking often does no harm."
        )
    better = verdict.new if (verdict.new.share or 0) > (verdict.old.share or 0) else verdict.old
    which = _("the new version") if better is verdict.new else _("the published version")
    return _(
        "The two differ, and %(which)s does better. Such a claim is wrong in at most 5 of 100 tests, however "
        "often one looks."
    ) % {"which": which}
