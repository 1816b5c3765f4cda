"""Who may do what: a table from roles to permissions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """A thing that a member may be allowed to do."""

    VIEW = "view", _("See everything of the organisation")
    EDIT_STRATEGY = "edit_strategy", _("Write strategies and plans")
    APPROVE_STRATEGY = "approve_strategy", _("Approve strategies and start them")
    IMPORT_POSTS = "import_posts", _("Import posts and readings")
    EDIT_QUERIES = "edit_queries", _("Define brands and competitors to listen for")
    CREATE_CONTENT = "create_content", _("Write campaigns, briefs, posts and landing pages")
    APPROVE_CONTENT = "approve_content", _("Approve what others wrote before it is published")
    PUBLISH = "publish", _("Connect profiles, schedule posts, withdraw them and pause publishing")
    WORK_LEADS = "work_leads", _("See and work leads, with what they told us of themselves")
    MANAGE = "manage", _("Manage units, members, tokens and jobs")


class Role(TextChoices):
    """A member's work in the organisation."""

    ADMINISTRATOR = "administrator", _("Administrator")
    STRATEGIST = "strategist", _("Strategist")
    ANALYST = "analyst", _("Listener / analyst")
    AUTHOR = "author", _("Author")
    APPROVER = "approver", _("Approver")
    EXPERT = "expert", _("Expert")
    AGENT = "agent", _("Support agent")
    SUPERVISOR = "supervisor", _("Support supervisor")
    UNIT_HEAD = "unit_head", _("Business-unit head")


_SEE = frozenset({Permission.VIEW})
_LISTEN = _SEE | {Permission.IMPORT_POSTS, Permission.EDIT_QUERIES}
_CREATE = _SEE | {Permission.CREATE_CONTENT}
_DECIDE = _SEE | {Permission.APPROVE_STRATEGY, Permission.APPROVE_CONTENT}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.STRATEGIST: _LISTEN
    | _CREATE
    | {
        Permission.EDIT_STRATEGY,
        Permission.APPROVE_CONTENT,
        Permission.PUBLISH,
        Permission.WORK_LEADS,
    },
    Role.ANALYST: _LISTEN,
    Role.AUTHOR: _CREATE | {Permission.PUBLISH},
    Role.APPROVER: _DECIDE,
    Role.EXPERT: _CREATE,
    Role.AGENT: _SEE | {Permission.WORK_LEADS},
    Role.SUPERVISOR: _SEE | {Permission.APPROVE_CONTENT, Permission.WORK_LEADS},
    Role.UNIT_HEAD: _DECIDE | {Permission.WORK_LEADS},
}
