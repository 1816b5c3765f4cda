"""What a network lets one publish, and the checks that all networks share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import regex
from django.utils.translation import gettext as _

from colonnade.channels.contract.drafts import Counted, Draft, Media, MediaKind, Part, Problem, Visibility

Count = Callable[[str], tuple[Counted, ...]]


@dataclass(frozen=True, kw_only=True)
class TextLimit:
    """How long a text may be, in the network's own unit."""

    most: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class MediaRules:
    """What files of one kind a post may have.

    Attributes:
        most: how many.
        types: media types such as "image/png".
        bytes: the most of one file.
        alt: most characters of its alternative text.
    """

    most: int
    types: tuple[str, ...]
    bytes: int
    alt: int


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What can be published on a network; shown to those who write, and used by ``validate``.

    Attributes:
        text: the limits that all hold at once.
        mixed: whether images and videos may stand in one post.
        threads: whether a post can be continued by further ones.
        cards: whether a link is shown as a card of our making.
        warnings: whether a post can stand behind a content warning.
        visibilities: who may be chosen to see it.
        titles: whether a post has a title of its own, which is then needed.
        settles: how long after a request that nobody answered a post may still appear; none where a second
            request with the same key makes no second post.
    """

    text: tuple[TextLimit, ...]
    images: MediaRules | None = None
    videos: MediaRules | None = None
    mixed: bool = False
    threads: bool = False
    cards: bool = False
    warnings: bool = False
    visibilities: tuple[Visibility, ...] = (Visibility.PUBLIC,)
    titles: bool = False
    settles: timedelta = timedelta(minutes=2)

    def media(self, kind: MediaKind) -> MediaRules | None:
        """Return the rules for files of a kind; None where there can be none."""
        return self.images if kind == MediaKind.IMAGE else self.videos


def graphemes(text: str) -> int:
    """Return the number of extended grapheme clusters: what people call characters (Unicode UAX 29)."""
    return len(regex.findall(r"\X", text))


def utf8_bytes(text: str) -> int:
    """Return the length of ``text`` in UTF-8."""
    return len(text.encode())


def problems_of(draft: Draft, posting: Posting, count: Count) -> list[Problem]:
    """Return what every network's rules say of a draft.

    Args:
        count: the network's own counter.
    """
    found = [*_of_draft(draft, posting)]
    for number, part in enumerate(draft.parts):
        found += [
            problem.model_copy(update={"part": number})
            for check in (_of_text, _of_media, _of_card)
            for problem in check(part, posting, count)
        ]
    if draft.first_comment:
        found += _too_long("first_comment", draft.first_comment, count)
    return found


def _of_draft(draft: Draft, posting: Posting) -> Iterator[Problem]:
    continued = len(draft.parts) > 1 or bool(draft.first_comment)
    if continued and not posting.threads:
        yield Problem(field="parts", message=_("This network takes single posts only."))
    if draft.warning and not posting.warnings:
        yield Problem(field="warning", message=_("This network knows no content warnings."))
    if draft.visibility not in posting.visibilities:
        yield Problem(field="visibility", message=_("On this network, nobody can choose who sees a post so."))
    if draft.title and not posting.titles:
        message = _("Posts have no title here; it is left out.")
        yield Problem(field="title", message=message, severity="warning")
    if posting.titles and not draft.title:
        yield Problem(field="title", message=_("A title is needed."))


def _of_text(part: Part, posting: Posting, count: Count) -> Iterator[Problem]:
    if not part.text and not part.media:
        yield Problem(field="text", message=_("There is nothing in it: write something, or add an image."))
    yield from _too_long("text", part.text, count)


def _too_long(field: str, text: str, count: Count) -> Iterator[Problem]:
    for counted in count(text):
        if counted.over:
            message = _("Too long by %(over)d: %(used)d of %(limit)d %(unit)s.") % {
                "over": counted.used - counted.limit,
                "used": counted.used,
                "limit": counted.limit,
                "unit": counted.unit,
            }
            yield Problem(field=field, message=message)


def _of_media(part: Part, posting: Posting, _count: Count) -> Iterator[Problem]:
    kinds = {media.kind for media in part.media}
    if len(kinds) > 1 and not posting.mixed:
        yield Problem(field="media", message=_("Images and videos cannot stand in one post here."))
    for kind in sorted(kinds):
        rules = posting.media(kind)
        files = [media for media in part.media if media.kind == kind]
        if rules is None:
            yield Problem(field="media", message=_("This network takes no files of this kind."))
            continue
        if len(files) > rules.most:
            message = _("At most %(most)d files in one post.") % {"most": rules.most}
            yield Problem(field="media", message=message)
        for media in files:
            yield from _of_file(media, rules)


def _of_file(media: Media, rules: MediaRules) -> Iterator[Problem]:
    name = media.name or media.media_type
    if media.media_type not in rules.types:
        message = _("%(name)s: files of the type %(type)s are not taken.")
        yield Problem(field="media", message=message % {"name": name, "type": media.media_type})
    if media.size > rules.bytes:
        message = _("%(name)s is too large: %(size)s kB of %(most)s kB.") % {
            "name": name,
            "size": f"{-(-media.size // 1000):,}",
            "most": f"{rules.bytes // 1000:,}",
        }
        yield Problem(field="media", message=message)
    if not media.alt:
        message = _("%(name)s: say what it shows, for those who do not see it.") % {"name": name}
        yield Problem(field="alt", message=message, severity="warning")
    elif len(media.alt) > rules.alt:
        message = _("%(name)s: its description is too long: %(used)d of %(limit)d characters.")
        values = {"name": name, "used": len(media.alt), "limit": rules.alt}
        yield Problem(field="alt", message=message % values)


def _of_card(part: Part, posting: Posting, _count: Count) -> Iterator[Problem]:
    if part.link is None:
        return
    if not posting.cards:
        message = _("The network makes its own card of a link; write the link in the text.")
        yield Problem(field="link", message=message, severity="warning")
    elif part.media:
        message = _("A post has either files or a card; the link stays in the text alone.")
        yield Problem(field="link", message=message, severity="warning")
