"""The composer as its users meet it: pages, programs, commands, files."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.channels.models import Profile
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.promotion.briefs.tests.factories import make_brief
from colonnade.pillars.promotion.composer import cards, views
from colonnade.pillars.promotion.composer.commands import posts as command
from colonnade.pillars.promotion.composer.models import Post
from colonnade.pillars.promotion.composer.operations import Words, keep_card
from colonnade.pillars.promotion.composer.tests.factories import make_post
from colonnade.pillars.promotion.library.tests.factories import make_item
from colonnade.publishing.models import Publication

HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>"
HTMX = {"HX-Request": "true"}


def said(post: Post, *profiles: Profile, **changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "title": post.title,
        "text": post.text,
        "zone": "UTC",
        "revision": post.revision,
        "profiles": [profile.pk for profile in profiles],
    }
    return fields | changes


def test_a_post_begins_from_a_brief(author: Client, hydra: Organization, bluesky: Profile) -> None:
    brief = make_brief(hydra, landing="https://hydra.example/grease")
    page = author.get(org_reverse("briefs:brief", hydra, brief=brief.pk)).content.decode()
    begin = org_reverse("composer:new", hydra) + f"?brief={brief.pk}"
    assert begin in page
    assert f'value="{brief.pk}" selected' in author.get(begin).content.decode()
    author.post(begin, {"title": "Grease it", "brief": brief.pk, "profiles": [bluesky.pk]})
    post = Post.objects.get()
    assert (post.link, post.brief) == ("https://hydra.example/grease", brief)
    assert "Grease it" in author.get(org_reverse("briefs:brief", hydra, brief=brief.pk)).content.decode()


def test_what_is_typed_is_saved_and_shown_as_the_network_will(
    author: Client, hydra: Organization, bluesky: Profile
) -> None:
    post = make_post(hydra, bluesky)
    answer = author.post(
        org_reverse("composer:save", hydra, post=post.pk),
        said(post, bluesky, text="Fine crane"),
        headers=HTMX,
    )
    shown = answer.content.decode()
    assert "Saved at" in shown
    assert "10 / 300 graphemes" in shown
    assert 'id="revision" value="2"' in shown
    assert Post.objects.get().text == "Fine crane"


def test_two_who_write_at_once_are_told_and_neither_loses_words(
    author: Client, hydra: Organization, bluesky: Profile
) -> None:
    post = make_post(hydra, bluesky)
    address = org_reverse("composer:save", hydra, post=post.pk)
    author.post(address, said(post, bluesky, text="First"), headers=HTMX)
    second = author.post(address, said(post, bluesky, text="Second"), headers=HTMX).content.decode()
    assert "changed this post while you wrote" in second
    assert 'id="revision" value="1"' in second, "the next save upon the old revision is refused too"
    assert Post.objects.get().text == "First"


def test_a_form_that_makes_no_sense_saves_nothing(
    author: Client, hydra: Organization, bluesky: Profile
) -> None:
    post = make_post(hydra, bluesky)
    address = org_reverse("composer:save", hydra, post=post.pk)
    shown = author.post(
        address, said(post, bluesky, link="javascript:1", text="X"), headers=HTMX
    ).content.decode()
    assert "Not saved yet" in shown
    gap = said(post, bluesky, at="2026-03-29T02:30", zone="Europe/Berlin")
    hydra.time_zone = "Europe/Berlin"
    hydra.save()
    assert "put forward" in author.post(address, gap, headers=HTMX).content.decode()
    assert Post.objects.get().revision == 1


def test_media_variants_and_time_are_saved(author: Client, hydra: Organization, bluesky: Profile) -> None:
    first, second = make_item(hydra), make_item(hydra, title="Second")
    post = make_post(hydra, bluesky)
    changes = {
        "items": [second.pk, first.pk],
        f"text_{bluesky.pk}": "Only here",
        f"shape_{bluesky.pk}": "square",
        "at": "2026-12-01T09:00",
    }
    author.post(
        org_reverse("composer:save", hydra, post=post.pk), said(post, bluesky, **changes), headers=HTMX
    )
    post.refresh_from_db()
    assert [row.item for row in post.media.all()] == [second, first]
    assert (post.variants.get().text, post.variants.get().shape) == ("Only here", "square")
    assert post.wanted_at is not None
    page = author.get(org_reverse("composer:post", hydra, post=post.pk)).content.decode()
    assert 'value="2026-12-01T09:00"' in page
    assert "Only here" in page


def test_it_is_handed_in_from_the_page(
    author: Client, hydra: Organization, bluesky: Profile, approver: Membership
) -> None:
    post = make_post(hydra, bluesky)
    address = org_reverse("composer:hand_in", hydra, post=post.pk)
    stale = author.post(address, {"revision": "7"}, follow=True).content.decode()
    assert "changed this post" in stale
    assert not Publication.objects.exists()
    done = author.post(address, {"revision": "1"}, follow=True).content.decode()
    assert "1 variant is handed in for approval." in done
    assert "Waiting for approval" in done


def test_the_card_is_read_when_it_is_asked_for(
    author: Client, hydra: Organization, bluesky: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = make_post(hydra, bluesky, link="https://hydra.example/day")
    told = {"url": post.link, "title": "The open day", "description": "Cranes"}
    monkeypatch.setattr(views, "read_card", lambda url: told)
    address = org_reverse("composer:card", hydra, post=post.pk)
    assert "The open day" in author.post(address, headers=HTMX).content.decode()

    def refuse(url: str) -> dict[str, str]:
        raise cards.NoCard("The page could not be read: 127.0.0.1 may not be reached")

    monkeypatch.setattr(views, "read_card", refuse)
    assert "could not be read" in author.post(address, headers=HTMX).content.decode()


def test_what_people_and_pages_write_is_shown_as_text(
    author: Client, hydra: Organization, bluesky: Profile, mastodon: Profile
) -> None:
    words: dict[str, object] = dict.fromkeys(("title", "text", "first_comment", "warning"), HOSTILE)
    variants = {bluesky.pk: Words(text=HOSTILE), mastodon.pk: Words()}
    post = make_post(hydra, by=None, **words, variants=variants, link="https://hydra.example/?q=%22%3E")
    keep_card(post=post, card={"url": post.link, "title": HOSTILE, "description": HOSTILE}, now=NOW)
    make_item(hydra, title=HOSTILE)
    pages = [org_reverse("composer:posts", hydra), org_reverse("composer:post", hydra, post=post.pk)]
    pages.append(org_reverse("composer:media", hydra, post=post.pk))
    for page in pages:
        shown = author.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_another_organisation_s_post_is_not_there(author: Client, hydra: Organization) -> None:
    theirs = make_post(make_organization("Rival", founder=make_user("rita@rival.example")))
    for name in ("post", "media"):
        assert author.get(org_reverse(f"composer:{name}", hydra, post=theirs.pk)).status_code == 404
    for name in ("save", "card", "hand_in", "remove"):
        assert author.post(org_reverse(f"composer:{name}", hydra, post=theirs.pk)).status_code == 404


def test_who_may_only_see_reads_the_post(hydra: Organization, client: Client, bluesky: Profile) -> None:
    post = make_post(hydra, bluesky)
    client.force_login(make_member(hydra, Role.ANALYST).user)
    page = client.get(org_reverse("composer:post", hydra, post=post.pk)).content.decode()
    assert "Come and see the new crane." in page
    assert "Hand in" not in page
    assert client.post(org_reverse("composer:save", hydra, post=post.pk), {}).status_code == 403


def test_the_list_asks_as_often_for_three_as_for_one(
    author: Client, hydra: Organization, bluesky: Profile, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = org_reverse("composer:posts", hydra)
    make_post(hydra, bluesky)
    author.get(address)
    with django_assert_num_queries(7):
        author.get(address)
    make_post(hydra, bluesky, title="Second", brief=make_brief(hydra))
    make_post(hydra, title="Third")
    with django_assert_num_queries(7):
        author.get(address)


TABLE = """title,text,profiles,time,language
Open day,Come and see it,@hydra.example,2026-12-01 09:00,en
Nowhere,Lost,@nobody,,
Late,Words,,soon,
,=cmd|' /C calc'!A0,,,
Tongue,Words,,,<script>
"""


def test_a_file_of_posts_begins_them_and_says_what_it_kept_aside(
    author: Client, hydra: Organization, bluesky: Profile
) -> None:
    upload = SimpleUploadedFile("posts.csv", TABLE.encode())
    shown = author.post(org_reverse("composer:import", hydra), {"file": upload}).content.decode()
    assert "2 posts were begun." in shown
    assert "there is no profile “@nobody”" in shown
    assert "“soon” is no time" in shown
    post = Post.objects.get(title="Open day")
    assert post.wanted_at is not None
    assert [variant.profile for variant in post.variants.all()] == [bluesky]
    assert not Publication.objects.exists()


def test_the_command_imports_and_lists(hydra: Organization, bluesky: Profile, tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_text(TABLE)
    runner = CliRunner()
    done = runner.invoke(command, ["import", str(file)])
    assert "2 posts were begun" in done.output
    assert "Open day (@hydra.example: not handed in)" in runner.invoke(command, ["list"]).output
    file.write_text("nothing\n1\n")
    refused = runner.invoke(command, ["import", str(file)])
    assert refused.exit_code == 1
    assert "Nothing was imported." in refused.output


def test_a_program_writes_saves_and_hands_in(
    author: Client, hydra: Organization, bluesky: Profile, approver: Membership
) -> None:
    address = f"/api/v1/o/{hydra.slug}/composer/posts"
    body = {"title": "Open day", "text": "x" * 301, "variants": [{"profile": bluesky.pk}]}
    made = author.post(address, body, content_type="application/json").json()
    assert "Too long by 1" in made["variants"][0]["problems"][0]
    here = f"{address}/{made['id']}"
    assert author.post(f"{here}/hand-in").status_code == 422
    body["text"] = "Short enough"
    assert author.put(f"{here}?revision=1", body, content_type="application/json").json()["revision"] == 2
    assert author.put(f"{here}?revision=1", body, content_type="application/json").status_code == 409
    assert author.post(f"{here}/hand-in").json()["variants"][0]["state"] == "waiting"
    assert [one["title"] for one in author.get(address, {"state": "waiting"}).json()] == ["Open day"]
    wrong = author.post(address, {**body, "media": [99]}, content_type="application/json")
    assert wrong.status_code == 422
