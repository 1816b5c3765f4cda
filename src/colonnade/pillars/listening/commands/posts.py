"""``colonnade listen posts`` and ``colonnade listen tag``: stored posts, found again and tagged."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from colonnade.core.jobs.context import JobFailed
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.explorer.files import COLUMNS
from colonnade.pillars.listening.explorer.jobs import begin_and_change, count_posts, list_posts
from colonnade.pillars.listening.explorer.models import ActionKind, Colour
from colonnade.pillars.listening.explorer.operations.tags import TagSettings, add_tag
from colonnade.pillars.listening.explorer.search import ORDERS
from colonnade.pillars.listening.explorer.tagging import counted_tags
from colonnade.pillars.listening.questions.answer import csv_line
from colonnade.pillars.listening.questions.filters import SENTIMENTS
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import close_store

AT_ONCE = 500
_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")


def _of_search(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which posts are meant."""
    for option in (
        click.option("--query", "q", default="", help='Such as "wheel loader" NEAR/5 leak* NOT jobs.'),
        click.option("--tag", default="", help="Keys of tags, apart by commas; none: without any tag."),
        click.option("--since", default="", metavar="DAY", help="First day, as 2026-03-01."),
        click.option("--until", default="", metavar="DAY", help="Last day, included."),
        click.option("--channel", default="", help="Only this network or site."),
        click.option("--language", default="", help="Only this language (ISO 639-1)."),
        click.option("--sentiment", default="", type=click.Choice(["", *SENTIMENTS])),
        click.option("--brand", default="", help='About this brand instead of your own; "*" for every post.'),
        click.option("--author", default="", help="Only posts by this author id, such as x:alice."),
    ):
        command = option(command)
    return command


@listen.command("posts")
@_of_search
@click.option("--order", type=click.Choice(ORDERS), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Posts at most.")
@click.option("--count", "only_count", is_flag=True, help="Only say how many there are.")
@click.option(
    "--format", "shape", type=click.Choice(["text", "jsonl", "csv"]), default="text", show_default=True
)
@_organization
def posts(*, limit: int, only_count: bool, shape: str, slug: str, **said: str) -> None:
    """Find stored posts again by a query, filters and tags."""
    try:
        if only_count:
            click.echo(_at_owner(count_posts, slug, search=said))
            return
        if shape == "csv":
            click.echo(csv_line(COLUMNS), nl=False)
        for post in _found(slug, said, limit):
            click.echo(_written(post, shape), nl=shape != "csv")
    finally:
        close_store()


def _found(slug: str, search: Mapping[str, str], limit: int) -> Iterator[dict[str, Any]]:
    """Yield posts, fetched some at a time, each time behind the last."""
    after = ""
    while limit > 0:
        most = min(limit, AT_ONCE)
        told: dict[str, Any] = _at_owner(list_posts, slug, search=dict(search), after=after, most=most)
        yield from told["posts"]
        after, limit = told["older"], limit - most
        if not after:
            return


def _written(post: Mapping[str, Any], shape: str) -> str:
    if shape == "jsonl":
        return json.dumps(post, ensure_ascii=False)
    if shape == "csv":
        return csv_line([post[name] for name in COLUMNS])
    name = f"@{post['author_handle']}" if post["author_handle"] else post["author_name"] or ""
    tags = f"  [{post['tags']}]" if post["tags"] else ""
    text = " ".join((post["text"] or "").split())
    return f"{post['published_at'][:16]}  {post['channel']}  {name}{tags}\n    {text}"


@listen.command("tag")
@click.argument("key")
@_of_search
@click.option("--remove", is_flag=True, help="Take the tag off instead.")
@_organization
def tag(*, key: str, remove: bool, slug: str, **said: str) -> None:
    """Put the tag KEY on all posts of a search; with --tag only on those that have another."""
    kind = ActionKind.UNTAG if remove else ActionKind.TAG
    try:
        told = _at_owner(begin_and_change, slug, kind=str(kind), value=key, search=said)
    finally:
        close_store()
    click.echo(f"{told['changed']} of {told['done']} posts changed.")


@listen.command("tags")
@click.option("--add", "name", default="", help="Add a tag of this name.")
@click.option("--meaning", default="", help="When to use it.")
@click.option("--colour", type=click.Choice(Colour.values), default=Colour.STONE.value, show_default=True)
@_organization
def tags(name: str, meaning: str, colour: str, slug: str) -> None:
    """List the tags with the number of their posts, or add one."""
    organization = _named(slug)
    if name:
        settings = TagSettings(name=name, meaning=meaning, colour=Colour(colour))
        try:
            made = add_tag(organization=organization, settings=settings, actor=None, now=timezone.now())
        except ValidationError as error:
            raise click.ClickException(" ".join(error.messages)) from error
        click.echo(f"Tag {made.key} added.")
        return
    found = list(counted_tags(organization=organization))
    for one in found:
        click.echo(f"{one.key}  {one.name}  {vars(one)['used']} posts  {one.meaning}".rstrip())
    if not found:
        click.echo('There is no tag yet. Add one: colonnade listen tags --add "Service case"')


def _named(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


def _at_owner(task: Any, slug: str, **kwargs: Any) -> Any:
    """Run a job of one organisation where the warehouse is, and return its result."""
    try:
        return run_at_owner(task, kwargs={"organization_id": _named(slug).pk, **kwargs})
    except (JobFailed, OwnedElsewhere, OwnerGone) as error:
        raise click.ClickException(str(error)) from error
