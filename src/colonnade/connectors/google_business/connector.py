"""Listens to reviews on Google Business Profile."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, AwareDatetime, Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    Author,
    BadContent,
    Call,
    ChannelError,
    Credentials,
    Disconnect,
    Foreign,
    Heard,
    Limits,
    Manifest,
    MissingScope,
    Need,
    Page,
    RefreshToken,
    Session,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
)

NETWORK = "google_business"
MOST = 50  # reviews of one answer
SCOPE = "https://www.googleapis.com/auth/business.manage"
_SIGN_IN = "https://oauth2.googleapis.com/token"
_TRANSLATED = "(Translated by Google)"
_ORIGINAL = "(Original)\n"


def _number(text: str) -> str:
    number = text.rpartition("/")[2]
    if not (number.isascii() and number.isdecimal()):
        raise ValueError("write the number, such as 1234567890")
    return number


Number = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_number)]


class Reviews(Source):
    """Reviews of a location."""

    account: Number = Field(title="Account", description="The number in accounts/...")
    location: Number = Field(title="Location", description="The number in locations/...")

    def label(self) -> str:
        """Return "Google reviews of location 222"."""
        return f"Google reviews of location {self.location}"


class OAuthClient(Credentials):
    """An OAuth client, and the consent of a manager of the profile."""

    client_id: str = Field(title="Client id", min_length=1, max_length=200)
    client_secret: SecretStr = Field(title="Client secret", min_length=1, max_length=200)
    refresh_token: SecretStr = Field(title="Refresh token", min_length=1, max_length=1_000)


class _Granted(Foreign):
    access_token: str = Field(min_length=1)
    expires_in: int = 3_600
    scope: str = ""


class _Listing(Foreign):
    """A page of reviews; a location without any answers an empty object."""

    reviews: list[object] = []
    next: str | None = Field(None, alias="nextPageToken")


class _Review(Foreign):
    class Reviewer(Foreign):
        """Who wrote it; nobody's name where it is anonymous."""

        name: str | None = Field(None, alias="displayName")
        anonymous: bool = Field(default=False, alias="isAnonymous")

    id: str = Field(alias="reviewId")
    created: AwareDatetime = Field(alias="createTime")
    updated: AwareDatetime = Field(alias="updateTime")
    reviewer: Reviewer = Reviewer()
    comment: str = ""


class GoogleBusiness:
    """The connector."""

    manifest = Manifest(
        id="google_business",
        name="Google Business reviews",
        api_version="Google My Business API v4.9",
        documentation="https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews",
        base_url="https://mybusiness.googleapis.com/v4/",
        limits=Limits(requests=300, per=timedelta(minutes=1), page=MOST),
        kinds=(
            SourceKind(
                id="reviews",
                name=_("Reviews of a location"),
                schema=Reviews,
                account=Need.REQUIRED,
                every=timedelta(hours=1),
                hears=_(
                    "Reviews of a verified location that you manage, in the words of those who wrote them."
                ),
                misses=_("Ratings without words, the number of stars, questions, and others' locations."),
            ),
        ),
        credentials=OAuthClient,
        authentication=("OAuth 2 refresh token",),
        scopes={"reviews": (SCOPE,)},
        unverified="Everything: derived from the documentation of the interface, not run against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        if answer.status == 403:
            return MissingScope(f"{SCOPE}, as a manager of the location, in a project that Google let in")
        return by_status(answer, limits=self.manifest.limits, field="location")

    def sign_in(self, call: Call) -> Session:
        """See ``contract.Authenticates``."""
        client = call.credentials_as(OAuthClient)
        try:
            answer = call.http.post(
                _SIGN_IN,
                form={
                    "grant_type": "refresh_token",
                    "client_id": client.client_id,
                    "client_secret": client.client_secret.get_secret_value(),
                    "refresh_token": client.refresh_token.get_secret_value(),
                },
            )
        except (RefreshToken, BadContent, MissingScope):
            raise Disconnect(
                "Google refuses the refresh token; the consent may have been withdrawn"
            ) from None
        granted = answer.read(_Granted)
        return Session(
            identity=f"the OAuth client {client.client_id.partition('.')[0][:40]}",
            tokens={"access": SecretStr(granted.access_token)},
            scopes=tuple(granted.scope.split()),
            expires_at=call.now + timedelta(seconds=min(max(granted.expires_in, 60), 86_400)),
        )

    def refresh(self, call: Call) -> Session:
        """See ``contract.Authenticates``. The refresh token stays; it gives another access token."""
        return self.sign_in(call)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``. Reviews come by the time of their last change: edited ones come again."""
        wanted = Reviews.model_validate(source.model_dump())
        walk = Walk.of(cursor)
        try:
            answer = call.http.get(
                f"accounts/{wanted.account}/locations/{wanted.location}/reviews",
                params={"pageSize": MOST, "orderBy": "updateTime desc", "pageToken": walk.at or None},
                headers=_signed(call),
            )
        except BadContent as refusal:
            return walk.begun_anew(refusal)
        listing = answer.read(_Listing)
        reviews, skipped = [], []
        for raw in listing.reviews:
            try:
                reviews.append(_Review.model_validate(raw))
            except ValueError:
                skipped.append("a review without an id or its times")
        items, unread = each(reviews, _heard)
        walk, more = walk.step([review.updated for review in reviews], onward=listing.next, since=call.since)
        return Page(items=items, next_cursor=walk.cursor(), more=more, skipped=(*skipped, *unread))


def _signed(call: Call) -> dict[str, str]:
    """Return the headers of a request. Raises ``RefreshToken`` where there is no session."""
    return {"authorization": f"Bearer {call.token('access')}"}


def _heard(review: _Review) -> Heard | None:
    """Return a review; None for stars without words."""
    if not review.comment.strip():
        return None
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": review.id,
            "text": original_of(review.comment),
            "published_at": review.created,
            "author": Author(name=None if review.reviewer.anonymous else review.reviewer.name),
        }
    )


def original_of(comment: str) -> str:
    """Return what the reviewer wrote: Google puts its translation before or behind it."""
    if comment.startswith(_TRANSLATED) and _ORIGINAL in comment:
        return comment.partition(_ORIGINAL)[2]
    return comment.partition(f"\n\n{_TRANSLATED}")[0]


connector = GoogleBusiness()
