"""The explorer's pages: what they show, what they change, and who may."""

import html
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_organization, make_user
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.explorer.models import BulkAction, SavedView, Tag, TaggedPost, ViewChoice
from colonnade.pillars.listening.explorer.operations.saved import choose_view, save_view
from colonnade.pillars.listening.explorer.operations.tags import put_tag
from colonnade.pillars.listening.explorer.search import Search
from colonnade.pillars.listening.explorer.tests.factories import NOW, Explorer

pytestmark = pytest.mark.django_db


@pytest.fixture
def explorer() -> Explorer:
    cache.clear()
    return Explorer()


@pytest.fixture
def member(explorer: Explorer, client: Client) -> Client:
    client.force_login(explorer.owner.user)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return html.unescape(answer.content.decode())


# -- searching


def test_a_search_lists_what_it_finds_and_marks_it(member: Client, explorer: Explorer) -> None:
    address = explorer.page("posts/?q=%22leaks+oil%22+NOT+30&order=oldest")
    answer = member.get(address)
    assert [post.id for post in answer.context["posts"]] == [f"m{n}" for n in range(0, 60, 3) if n != 30]
    page = html.unescape(answer.content.decode())
    assert "the loader <mark>leaks oil</mark>, number 3\n" in page or "<mark>leaks oil</mark>" in page
    assert f'hx-get="{explorer.page("posts/count/")}?q=' in page
    counted = text(member, explorer.page("posts/count/?q=%22leaks+oil%22+NOT+30"))
    assert "19 posts" in counted
    assert "<rect" in counted


def test_an_error_is_pointed_at_and_nothing_is_listed(member: Client, explorer: Explorer) -> None:
    answer = member.get(explorer.page("posts/?q=leak+AND+%29"))
    assert answer.status_code == 200
    page = html.unescape(answer.content.decode())
    assert "Line 1, column" in page
    assert "leak AND )\n" in page
    assert 'value="leak AND )"' in page
    assert "posts" not in answer.context
    assert member.get(explorer.page("posts.csv?q=leak+AND+%29")).status_code == 400
    assert member.get(explorer.page("posts/count/?q=leak+AND+%29")).status_code == 400


def test_pages_are_turned_without_counting(member: Client, explorer: Explorer) -> None:
    first = member.get(explorer.page())
    assert [post.id for post in first.context["posts"]] == [f"m{n}" for n in range(59, 9, -1)]
    second = member.get(explorer.page(f"posts/?after={first.context['page'].older}"))
    assert [post.id for post in second.context["posts"]] == [f"m{n}" for n in range(9, -1, -1)]
    back = member.get(explorer.page(f"posts/?before={second.context['page'].newer}"))
    assert [post.id for post in back.context["posts"]] == [post.id for post in first.context["posts"]]
    assert "begin with the first" in text(member, explorer.page("posts/?after=nonsense"))


def test_what_is_not_about_us_is_offered_where_nothing_is_found(member: Client, explorer: Explorer) -> None:
    explorer.organization.brand_queries.create(name="Acme", terms=["acme"], created_at=NOW)
    page = text(member, explorer.page("posts/?q=leaks"))
    assert "Search every post" in page
    assert len(member.get(explorer.page("posts/?brand=%2A&q=leaks")).context["posts"]) == 20


def test_files_hold_the_search_and_the_tags(member: Client, explorer: Explorer) -> None:
    put_tag(tag=explorer.tag("Case"), mention_ids=["m3"], actor=None, now=NOW)
    put_tag(tag=explorer.tag("Quote"), mention_ids=["m3"], actor=None, now=NOW)
    lines = member.get(explorer.page("posts.csv?q=leak*&order=oldest")).getvalue().decode().splitlines()
    assert len(lines) == 21
    assert lines[0].endswith(",mention_id,tags")
    assert lines[2].endswith(",m3,Case; Quote")
    tagged = member.get(explorer.page("posts.csv?tag=case")).getvalue().decode().splitlines()
    assert len(tagged) == 2
    chosen = member.get(explorer.page("posts.csv?mention=m1&mention=m5")).getvalue().decode().splitlines()
    assert len(chosen) == 3


@pytest.mark.parametrize("path", ["posts/", "posts/?q=leaks", "posts/count/?q=leaks", "views/", "tags/"])
def test_the_number_of_queries_does_not_grow(path: str, member: Client, explorer: Explorer) -> None:
    def more(number: int) -> None:
        tag = explorer.tag(f"Tag {number}")
        put_tag(tag=tag, mention_ids=[f"m{n}" for n in range(0, 60, number + 1)], actor=None, now=NOW)
        save_view(membership=explorer.owner, name=f"View {number}", search=Search(query="leak*"), now=NOW)

    more(0)
    once = _queries(member, explorer.page(path))
    more(1)
    more(2)
    assert _queries(member, explorer.page(path)) == once <= 20


def _queries(client: Client, address: str) -> int:
    """Return how many questions a page asks of the database, once all that is kept is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
        return len(asked.captured_queries)


# -- doing something


def act(client: Client, explorer: Explorer, do: str, *chosen: str, **said: str) -> str:
    answer = client.post(explorer.page("posts/act/"), {"do": do, "mention": list(chosen), **said})
    assert answer.status_code == 302, answer
    return str(answer["Location"])


def test_chosen_posts_are_tagged_told_and_undone(member: Client, explorer: Explorer) -> None:
    explorer.tag("Case")
    told = act(member, explorer, "tag:case", "m3", "m6", search="q=leaks", page="q=leaks&after=")
    action = BulkAction.objects.get()
    assert told == explorer.page(f"posts/?q=leaks&did={action.pk}")
    page = text(member, told)
    assert "2 posts changed." in page
    assert page.count("tag-mark") == 2
    answer = member.post(explorer.page(f"actions/{action.pk}/undo/"), {"search": "q=leaks"})
    assert answer["Location"] == explorer.page("posts/?q=leaks")
    assert not TaggedPost.objects.exists()


def test_all_that_are_found_get_a_page_with_progress(member: Client, explorer: Explorer) -> None:
    explorer.tag("Case")
    told = act(member, explorer, "tag:case", scope="found", search="q=leaks")
    action = BulkAction.objects.get()
    assert told == explorer.page(f"actions/{action.pk}/")
    assert "Waiting for its turn" in text(member, told)
    assert 'hx-trigger="every 2s"' in text(member, explorer.page(f"actions/{action.pk}/progress/"))
    member.post(explorer.page(f"actions/{action.pk}/cancel/"))
    assert "stopped by a person" in text(member, told)


def test_one_tag_is_taken_off_one_post(member: Client, explorer: Explorer) -> None:
    put_tag(tag=explorer.tag("Case"), mention_ids=["m3", "m6"], actor=None, now=NOW)
    member.post(explorer.page("posts/m3/untag/"), {"tag": "case"})
    assert TaggedPost.objects.get().mention_id == "m6"
    assert member.post(explorer.page("posts/m3/untag/"), {"tag": "none"}).status_code == 404


def test_an_erasure_is_drafted_and_asks(member: Client, explorer: Explorer) -> None:
    address = act(member, explorer, "erase", scope="found", search="q=%22leaks+oil%22")
    erasure = Erasure.objects.get()
    assert address.endswith(f"/settings/erasures/{erasure.pk}/")
    assert len(erasure.mentions) == 20
    assert len(explorer.facts.run(explorer.facts.mentions)) == 60
    act(member, explorer, "erase", "m1", "m1", "never-was")
    assert Erasure.objects.order_by("-pk")[0].mentions == ["m1"]


def test_a_download_is_of_what_was_chosen(member: Client, explorer: Explorer) -> None:
    address = act(member, explorer, "download", "m1", "m3", search="q=leaks")
    assert parse_qsl(urlsplit(address).query) == [("q", "leaks"), ("mention", "m1"), ("mention", "m3")]
    assert act(member, explorer, "download", scope="found", search="q=leaks").endswith("posts.csv?q=leaks")


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("tag:case", {}),
        ("tag:nothing", {"mention": "m1"}),
        ("correct:angry", {"mention": "m1"}),
        ("dance:now", {"mention": "m1"}),
        ("", {}),
        ("erase", {}),
        ("download", {}),
        ("tag:case", {"scope": "found", "search": "q=%29"}),
        ("tag:case", {"scope": "found", "search": "since=never"}),
    ],
)
def test_what_cannot_be_done_is_told(
    do: str, said: dict[str, str], member: Client, explorer: Explorer
) -> None:
    explorer.tag("Case")
    answer = member.post(explorer.page("posts/act/"), {"do": do, **said}, follow=True)
    assert answer.status_code == 200
    assert "message-error" in answer.content.decode()
    assert not BulkAction.objects.exists()
    assert not Erasure.objects.exists()


def test_each_role_does_what_it_may(explorer: Explorer, client: Client) -> None:
    explorer.tag("Case")
    client.force_login(explorer.member(Role.AUTHOR).user)
    page = text(client, explorer.page())
    assert "tag:case" not in page
    for do in ("tag:case", "erase", "correct:negative"):
        assert client.post(explorer.page("posts/act/"), {"do": do, "mention": "m1"}).status_code == 403
    assert client.post(explorer.page("tags/"), {"name": "Mine"}).status_code == 403
    assert client.post(explorer.page("posts/m1/untag/"), {"tag": "case"}).status_code == 403
    client.force_login(explorer.member(Role.ANALYST).user)
    assert client.post(explorer.page("posts/act/"), {"do": "tag:case", "mention": "m1"}).status_code == 302
    assert client.post(explorer.page("posts/act/"), {"do": "erase", "mention": "m1"}).status_code == 403


def test_an_action_of_another_organisation_is_not_there(explorer: Explorer, member: Client) -> None:
    other = Explorer(make_organization("Rival", founder=make_user("rita@rival.example")), posts=2)
    other.tag("Case")
    made = BulkAction.objects.create(
        organization=other.organization, kind="tag", value="case", created_at=NOW, total=0
    )
    for path in (f"actions/{made.pk}/", f"actions/{made.pk}/progress/"):
        assert member.get(explorer.page(path)).status_code == 404
    assert member.post(explorer.page(f"actions/{made.pk}/undo/")).status_code == 404


# -- tags


def test_tags_are_made_changed_and_removed(member: Client, explorer: Explorer) -> None:
    made = {"name": "Case", "colour": "rust", "meaning": "To answer"}
    assert member.post(explorer.page("tags/"), made).status_code == 302
    tag = Tag.objects.get()
    assert "already" in member.post(explorer.page("tags/"), made).content.decode()
    member.post(explorer.page(f"tags/{tag.pk}/"), made | {"name": "Urgent"})
    assert Tag.objects.get().name == "Urgent"
    assert "Urgent" in text(member, explorer.page("tags/"))
    member.post(explorer.page(f"tags/{tag.pk}/remove/"))
    assert not Tag.objects.exists()


# -- views


def saved(client: Client, explorer: Explorer, **said: str) -> str:
    said = {"name": "Leaks", "search": "q=leaks&order=oldest"} | said
    return str(client.post(explorer.page("views/save/"), said)["Location"])


def test_a_view_has_an_address_that_stays(member: Client, explorer: Explorer) -> None:
    address = saved(member, explorer)
    view = SavedView.objects.get()
    assert address == explorer.page(f"views/{view.pk}/")
    shown = member.get(address, follow=True)
    assert shown.redirect_chain[-1][0] == explorer.page(f"posts/?q=leaks&order=oldest&view={view.pk}")
    assert shown.context["view"] == {"view": view, "changed": False, "may_change": True}
    other = member.get(explorer.page(f"posts/?q=oil&view={view.pk}"))
    assert other.context["view"]["changed"] is True
    member.post(explorer.page(f"views/{view.pk}/search/"), {"search": "q=oil"})
    member.post(explorer.page(f"views/{view.pk}/change/"), {"name": "Oil", "shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.shared, view.search) == ("Oil", True, {"q": "oil"})
    assert member.get(address)["Location"] == explorer.page(f"posts/?q=oil&view={view.pk}")


def test_the_page_begins_with_the_view_that_a_member_chose(member: Client, explorer: Explorer) -> None:
    assert member.get(explorer.page("explore/"))["Location"] == explorer.page()
    for name in ("Leaks", "Oil"):
        saved(member, explorer, name=name)
        view = SavedView.objects.get(name=name)
        member.post(explorer.page(f"views/{view.pk}/choose/"), {"opens": "on"})
        assert member.get(explorer.page("explore/"))["Location"] == explorer.page(f"views/{view.pk}/")
    assert ViewChoice.objects.filter(opens=True).count() == 1
    member.post(explorer.page(f"views/{view.pk}/choose/"), {"opens": "off", "pinned": "off"})
    assert member.get(explorer.page("explore/"))["Location"] == explorer.page()
    strip = text(member, explorer.page())
    assert "Leaks</span></a>" in strip
    assert "Oil</span></a>" not in strip


def test_what_is_private_stays_with_its_owner(explorer: Explorer, client: Client) -> None:
    mine = save_view(membership=explorer.owner, name="Mine", search=Search(query="leaks"), now=NOW)
    ours = save_view(membership=explorer.owner, name="Ours", search=Search(query="oil"), shared=True, now=NOW)
    author = explorer.member(Role.AUTHOR)
    client.force_login(author.user)
    page = text(client, explorer.page("views/"))
    assert "Ours" in page
    assert "Mine" not in page
    assert client.get(explorer.page(f"views/{mine.pk}/")).status_code == 404
    assert client.post(explorer.page(f"views/{mine.pk}/choose/"), {"opens": "on"}).status_code == 404
    for path in ("remove/", "search/"):
        client.post(explorer.page(f"views/{ours.pk}/{path}"), {"search": "q=x"})
    client.post(explorer.page(f"views/{ours.pk}/change/"), {"name": "Theirs"})
    ours.refresh_from_db()
    assert (ours.name, ours.search) == ("Ours", {"q": "oil"})
    choose_view(view=ours, membership=author, pinned=True, opens=True)
    saved(client, explorer, shared="on")
    assert SavedView.objects.filter(owner=author.user).count() == 0, "an author may not share"
    saved(client, explorer)
    assert SavedView.objects.get(owner=author.user).shared is False
    assert saved(client, explorer) == explorer.page("posts/?q=leaks&order=oldest")


def test_a_view_is_removed_by_its_owner(member: Client, explorer: Explorer) -> None:
    saved(member, explorer)
    view = SavedView.objects.get()
    member.post(explorer.page(f"views/{view.pk}/remove/"))
    assert not SavedView.objects.exists()
    assert member.get(explorer.page(f"posts/?view={view.pk}")).status_code == 200
