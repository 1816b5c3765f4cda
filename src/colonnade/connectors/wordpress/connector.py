"""Publishes on a blog that runs on WordPress, by its REST interface and an application password.

Source: https://developer.wordpress.org/rest-api/reference/posts/ and .../media/, and
https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/. A post's slug ends in a part of
its key, so that the blog can be asked whether it is there.
"""

import base64
import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from urllib.parse import quote
from uuid import uuid4

from pydantic import AwareDatetime, Field, RootModel, SecretStr, field_validator

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    ChannelError,
    Counted,
    Credentials,
    Done,
    Draft,
    Foreign,
    FoundProfile,
    Limits,
    Manifest,
    Media,
    MediaRules,
    MissingScope,
    Outgoing,
    Posting,
    Problem,
    Reference,
    RefreshToken,
    Retry,
    Sending,
    SiteAddress,
    TextLimit,
    Verified,
    by_status,
    host_of,
    problems_of,
)

_SLUG = 60
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?')]")
_WRONG_PASSWORD = {"incorrect_password", "invalid_username", "invalid_email", "rest_not_logged_in"}


class Writer(Credentials):
    """Somebody who may write on a blog."""

    site: SiteAddress = Field(
        title="Blog", description="Its address, such as blog.example.com.", max_length=300
    )
    user: str = Field(title="User name", min_length=1, max_length=100)
    password: SecretStr = Field(
        title="Application password",
        description="Made on the blog: Users > Profile > Application Passwords.",
        min_length=1,
        max_length=200,
    )


class _Me(Foreign):
    id: int
    name: str = ""


class _Site(Foreign):
    name: str = ""
    home: str = Field("", pattern=r"^(https?://.*)?$")


class _Post(Foreign):
    id: int
    link: str = ""
    status: str = ""
    date_gmt: AwareDatetime | None = None

    @field_validator("date_gmt", mode="before")
    @classmethod
    def _in_utc(cls, said: object) -> object:
        """Take the blog's "2026-11-22T09:00:00", which is in UTC without saying so."""
        return f"{said}+00:00" if isinstance(said, str) and said and said[-1] != "Z" else said


class _Posts(RootModel[list[_Post]]):
    pass


class _File(Foreign):
    id: int
    source_url: str = Field(pattern=r"^https?://")


class _Problem(Foreign):
    code: str = ""
    message: str = ""


POSTING = Posting(
    text=(TextLimit(most=100_000, unit="characters"),),
    images=MediaRules(
        most=20, types=("image/jpeg", "image/png", "image/gif", "image/webp"), bytes=8_000_000, alt=5_000
    ),
    titles=True,
    settles=timedelta(minutes=1),
)


class WordPress:
    """The connector."""

    manifest = Manifest(
        id="wordpress",
        name="WordPress",
        api_version="REST API wp/v2",
        documentation="https://developer.wordpress.org/rest-api/",
        limits=Limits(requests=60, per=timedelta(minutes=1), page=10),
        kinds=(),
        credentials=Writer,
        authentication=("application password",),
        scopes={"publish": ("publish_posts", "upload_files")},
        verified=(
            Verified(
                what="shapes of requests and answers",
                against="the documentation of the REST API",
                on=date(2026, 11, 22),
            ),
        ),
        unverified="A real blog, and plugins that change its REST interface or forbid it.",
        posting=POSTING,
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``. WordPress says 401 of what a user may not do, too."""
        if answer.status < 400:
            return None
        problem = _problem(answer)
        if problem.code in _WRONG_PASSWORD:
            return RefreshToken("the blog does not know this user and application password")
        if answer.status in {401, 403} and problem.code.startswith("rest_"):
            return MissingScope("publish_posts and upload_files: be an author or more")
        if answer.status == 404 and problem.code == "rest_no_route":
            return BadContent("site", "the blog's REST interface is turned off")
        if answer.status == 400 and problem.message:
            return BadContent("", f"the blog says: {problem.message[:200]}")
        return by_status(answer, limits=self.manifest.limits, field="site")

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: the blog."""
        writer = call.credentials_as(Writer)
        _get(call, "/wp/v2/users/me").read(_Me)
        site = _get(call, "").read(_Site)
        address = site.home or writer.site
        name = html.unescape(site.name) or host_of(address)
        return (FoundProfile(external_id=writer.site.partition("://")[2], name=name, address=address),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``: WordPress has no limit of its own."""
        return (Counted(used=len(text), limit=posting.text[0].most, unit=posting.text[0].unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``."""
        return problems_of(draft, posting, lambda text: self.count(text, posting))

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return uuid4().hex

    def publish(self, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Publishes``. The first image becomes the post's own, the others stand below it."""
        files = [_uploaded(media, sending) for media in post.media]
        body = _body(post, files) | {"slug": slug_of(post.title, sending.key), "status": "publish"}
        sending.commit()
        return _done(_write(sending.call, "POST", "/wp/v2/posts", body).read(_Post))

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: the post of that slug; nobody else gives it the same."""
        slug = slug_of(post.title, sending.key)
        path = f"/wp/v2/posts?context=edit&status=publish,future,pending,private&slug={quote(slug)}"
        return tuple(_done(found) for found in _get(sending.call, path).read(_Posts).root)

    def edit(self, reference: Reference, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Edits``: the slug, and with it the address, stays."""
        files = [_uploaded(media, sending) for media in post.media]
        sending.commit()
        path = f"/wp/v2/posts/{reference.external_id}"
        return _done(_write(sending.call, "POST", path, _body(post, files)).read(_Post))

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``: into the blog's trash, from which it can be brought back there."""
        try:
            _write(call, "DELETE", f"/wp/v2/posts/{reference.external_id}", None)
        except BadContent as error:
            if not error.absent:
                raise


def slug_of(title: str, key: str) -> str:
    """Return the last part of a post's address: words of its title, and of its key what makes it unique."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG].strip("-")
    return f"{words}-{key[:10]}" if words else key[:10]


def markup_of(text: str) -> str:
    """Return plain text as paragraphs of HTML; nothing in it can become markup, links can be followed."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "\n".join(f"<p>{_line(part)}</p>" for part in paragraphs if part)


def _line(text: str) -> str:
    parts, place = [], 0
    for link in _LINK.finditer(text):
        address = html.escape(link[0])
        parts += [html.escape(text[place : link.start()]), f'<a href="{address}">{address}</a>']
        place = link.end()
    return "".join([*parts, html.escape(text[place:])]).replace("\n", "<br>\n")


def _body(post: Outgoing, files: Sequence[tuple[Media, _File]]) -> dict[str, object]:
    figures = [
        f'<figure><img src="{html.escape(file.source_url)}" alt="{html.escape(media.alt)}"></figure>'
        for media, file in files[1:]
    ]
    body: dict[str, object] = {
        "title": html.escape(post.title, quote=False),
        "content": "\n".join([markup_of(post.text), *figures]),
    }
    return body | {"featured_media": files[0][1].id} if files else body


def _uploaded(media: Media, sending: Sending) -> tuple[Media, _File]:
    name = re.sub(r"[^A-Za-z0-9._-]", "-", media.name) or f"image.{media.media_type.partition('/')[2]}"
    call = sending.call
    with sending.open(media) as content:
        answer = call.http.write(
            "POST",
            _address(call, "/wp/v2/media"),
            body=content.read(),
            headers=_headers(call)
            | {"content-type": media.media_type, "content-disposition": f'attachment; filename="{name}"'},
        )
    file = answer.read(_File)
    if media.alt:
        _write(call, "POST", f"/wp/v2/media/{file.id}", {"alt_text": media.alt})
    return media, file


def _done(post: _Post) -> Done:
    at = post.date_gmt.astimezone(UTC) if post.date_gmt else None
    return Done(reference=Reference(external_id=str(post.id)), address=post.link, at=at)


def _get(call: Call, path: str) -> Answer:
    return call.http.get(_address(call, path), headers=_headers(call))


def _write(
    call: Call, method: Literal["POST", "DELETE"], path: str, body: dict[str, object] | None
) -> Answer:
    return call.http.write(method, _address(call, path), json=body, headers=_headers(call))


def _address(call: Call, path: str) -> str:
    return f"{call.credentials_as(Writer).site}/wp-json{path}"


def _headers(call: Call) -> dict[str, str]:
    writer = call.credentials_as(Writer)
    pair = f"{writer.user}:{writer.password.get_secret_value()}"
    return {"authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _problem(answer: Answer) -> _Problem:
    try:
        return answer.read(_Problem)
    except Retry:
        return _Problem()


connector = WordPress()
