"""The library as its users meet it: pages, programs, commands."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from colonnade.core.registry import Registry
from colonnade.governance.models import AuditEntry
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.promotion.library import operations, queries, uses
from colonnade.pillars.promotion.library.commands import library as command
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.queries import Wanted
from colonnade.pillars.promotion.library.refusals import NotTaken
from colonnade.pillars.promotion.library.tests.factories import film, make_item, photograph

HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def author(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


def upload(data: bytes, name: str = "crane.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def test_a_file_is_added_on_a_page_and_described(author: Client, hydra: Organization) -> None:
    answer = author.post(
        org_reverse("library:add", hydra),
        {
            "file": upload(photograph()),
            "title": "Crane",
            "alt_text": "A crane",
            "tags": "Steel,  big crane , ",
        },
    )
    item = MediaItem.objects.get()
    assert answer["Location"] == org_reverse("library:item", hydra, item=item.pk)
    assert [tag.name for tag in item.tags.all()] == ["big crane", "steel"]
    assert item.path.is_file()
    assert AuditEntry.objects.filter(action="media.added", subject="Crane").exists()


@pytest.mark.parametrize(
    "said", [{}, {"alt_text": "A crane", "decorative": "on"}], ids=["neither", "both at once"]
)
def test_alternative_text_is_asked_for(author: Client, hydra: Organization, said: dict[str, str]) -> None:
    answer = author.post(
        org_reverse("library:add", hydra), {"file": upload(photograph()), "title": "Crane", **said}
    )
    assert "alternative text" in answer.content.decode()
    assert not MediaItem.objects.exists()


def test_a_file_is_judged_by_its_content_not_by_its_name(hydra: Organization, uploads: Path) -> None:
    for data in (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"\xef\xbb\xbf <html>",
        b"MZ\x90",
    ):
        with pytest.raises(NotTaken):
            make_item(hydra, data=data)
    assert not [path for path in uploads.rglob("*") if path.is_file()]


def test_a_video_is_kept_without_its_place_and_leaves_no_copy(hydra: Organization, uploads: Path) -> None:
    item = make_item(hydra, data=film())
    assert (item.media_type, item.seconds, item.is_video) == ("video/mp4", 7.0, True)
    assert b"+47.37" not in item.path.read_bytes()
    assert [path for path in uploads.rglob("*") if path.is_file()] == [item.path]


def test_the_same_file_is_in_the_library_once(hydra: Organization) -> None:
    make_item(hydra, data=photograph())
    with pytest.raises(operations.AlreadyThere, match="Crane at dawn"):
        make_item(hydra, title="Another name", data=photograph())


def test_a_retired_file_comes_back_when_it_is_added_again(hydra: Organization) -> None:
    first = make_item(hydra, data=photograph())
    operations.retire(item=first, actor=None, now=NOW)
    again = make_item(hydra, title="Crane, again", data=photograph())
    assert (again.pk, again.title, again.retired_at) == (first.pk, "Crane, again", None)


def test_a_file_is_deleted_only_when_nobody_has_it_any_more(
    hydra: Organization, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    ours, theirs = make_item(hydra, data=photograph()), make_item(rival, data=photograph())
    assert ours.path == theirs.path
    with django_capture_on_commit_callbacks(execute=True):
        operations.delete(item=ours, actor=None, now=NOW)
    assert theirs.path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        operations.delete(item=theirs, actor=None, now=NOW)
    assert not theirs.path.exists()


def test_what_is_used_cannot_be_deleted_but_retired(
    author: Client, hydra: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = make_item(hydra)
    registry: Registry[uses.UsesOf] = Registry("user of media")
    registry.add(
        "posts",
        lambda items: [uses.Use(item=one, label="Open day", href="/p/1", public=True) for one in items],
    )
    monkeypatch.setattr(uses, "USES", registry)
    answer = author.post(org_reverse("library:delete", hydra, item=item.pk), follow=True)
    assert "is used by Open day" in answer.content.decode()
    author.post(org_reverse("library:retire", hydra, item=item.pk))
    item.refresh_from_db()
    assert item.retired_at is not None
    assert item.path.exists()


def test_items_are_found_by_what_is_said_of_them(hydra: Organization) -> None:
    today = timezone.localdate()
    crane = make_item(hydra, tags=("steel",), source="Ada's agency")
    ending = make_item(hydra, title="Excavator", expires_on=today + timedelta(days=3))
    ended = make_item(hydra, title="Old truck", expires_on=today - timedelta(days=1))
    make_item(make_organization("Rival", founder=make_user("rita@rival.example")), title="Rival's crane")

    def found(**wanted: str) -> set[MediaItem]:
        return set(queries.find(organization=hydra, wanted=Wanted(**wanted), today=today))

    assert found() == {crane, ending}
    assert found(text="AGENCY") == found(tag="Steel") == found(text="stee") == {crane}
    assert found(state="expiring") == {ending, ended}
    assert found(kind="video") == set()


def test_files_are_served_as_what_they_were_checked_to_be(author: Client, hydra: Organization) -> None:
    item = make_item(hydra)
    for name, more in (("library:file", {}), ("library:cutting", {"shape": "square"})):
        answer = author.get(org_reverse(name, hydra, item=item.pk, **more))
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "private" in answer["Cache-Control"]
        assert b"".join(answer).startswith(b"\xff\xd8")
    assert (
        author.get(org_reverse("library:cutting", hydra, item=item.pk, shape="triangle")).status_code == 404
    )


def test_another_organisation_s_file_is_not_there(author: Client, hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    item = make_item(rival)
    for name in ("library:item", "library:file"):
        assert author.get(org_reverse(name, hydra, item=item.pk)).status_code == 404
    assert author.post(org_reverse("library:delete", hydra, item=item.pk)).status_code == 404


def test_a_file_that_is_missing_is_said_to_be(author: Client, hydra: Organization) -> None:
    item = make_item(hydra)
    item.path.unlink()
    assert author.get(org_reverse("library:file", hydra, item=item.pk)).status_code == 404
    assert author.get(org_reverse("library:cutting", hydra, item=item.pk, shape="pin")).status_code == 404


def test_the_focal_point_moves_the_cutting(author: Client, hydra: Organization) -> None:
    item = make_item(hydra, data=photograph(800, 200))
    form = {"title": "Crane", "alt_text": "A crane", "focus_x": "0", "focus_y": "0.5"}
    cutting = org_reverse("library:cutting", hydra, item=item.pk, shape="square")
    before = b"".join(author.get(cutting))
    author.post(org_reverse("library:item", hydra, item=item.pk), form)
    assert b"".join(author.get(cutting)) != before


def test_what_people_say_of_an_item_is_shown_as_text(author: Client, hydra: Organization) -> None:
    item = make_item(
        hydra, title=HOSTILE, alt_text=HOSTILE, tags=(HOSTILE[:40],), source=HOSTILE, rights=HOSTILE
    )
    for page in (org_reverse("library:items", hydra), org_reverse("library:item", hydra, item=item.pk)):
        shown = author.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_who_may_only_see_changes_nothing(hydra: Organization, client: Client) -> None:
    item = make_item(hydra)
    client.force_login(make_member(hydra, Role.ANALYST).user)
    page = org_reverse("library:item", hydra, item=item.pk)
    assert "Save" not in client.get(page).content.decode()
    client.post(page, {"title": "Taken", "decorative": "on", "focus_x": "0", "focus_y": "0"})
    item.refresh_from_db()
    assert item.title == "Crane at dawn"
    assert client.post(org_reverse("library:delete", hydra, item=item.pk)).status_code == 403


def test_the_list_asks_as_often_for_three_as_for_one(
    author: Client, hydra: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_item(hydra)
    address = org_reverse("library:items", hydra)
    author.get(address)
    with django_assert_num_queries(8):
        author.get(address)
    make_item(hydra, title="Second", tags=("a", "b"))
    make_item(hydra, title="Third", tags=("b",))
    with django_assert_num_queries(8):
        author.get(address)


def test_a_program_adds_describes_and_deletes(author: Client, hydra: Organization) -> None:
    address = f"/api/v1/o/{hydra.slug}/library/media"
    made = author.post(
        address, {"file": upload(photograph()), "title": "Crane", "alt_text": "A crane", "tags": ["steel"]}
    )
    assert made.status_code == 200, made.content
    number = made.json()["id"]
    assert [one["tags"] for one in author.get(address, {"text": "crane"}).json()] == [["steel"]]
    said = {"title": "Big crane", "decorative": True, "focus_x": 0.2}
    changed = author.put(f"{address}/{number}", said, content_type="application/json")
    assert (changed.json()["title"], changed.json()["focus_x"], changed.json()["alt_text"]) == (
        "Big crane",
        0.2,
        "",
    )
    wrong = author.put(f"{address}/{number}", {"title": "Mute"}, content_type="application/json")
    assert wrong.status_code == 422
    assert "alternative text" in wrong.json()["detail"]
    assert author.delete(f"{address}/{number}").status_code == 204
    assert author.get(f"{address}/{number}").status_code == 404


def test_a_focal_point_outside_the_picture_is_refused(hydra: Organization) -> None:
    with pytest.raises(ValidationError):
        make_item(hydra, focus_x=1.5)


def test_the_command_adds_and_lists(hydra: Organization, tmp_path: Path) -> None:
    file = tmp_path / "crane.jpg"
    file.write_bytes(photograph())
    runner = CliRunner()
    mute = runner.invoke(command, ["add", str(file)])
    assert mute.exit_code == 1
    assert "alternative text" in mute.output
    assert runner.invoke(command, ["add", str(file), "--alt", "A crane", "--tag", "steel"]).exit_code == 0
    assert "crane (image/jpeg, 400 x 300)" in runner.invoke(command, ["list", "--text", "steel"]).output


def test_a_stream_that_was_read_before_is_read_from_its_beginning(hydra: Organization) -> None:
    file = io.BytesIO(photograph())
    file.read()
    item = operations.add(
        organization=hydra,
        file=file,
        description=operations.Description(title="Crane", decorative=True),
        actor=None,
        now=NOW,
    )
    assert item.width == 400
