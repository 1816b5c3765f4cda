"""Triggers that keep the text of a decided version as it is, whoever writes to the database."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLE = "strategy_strategyversion"
_REASON = "the text of a strategy version that is no draft is final"
_CHANGED = "OLD.state <> 'draft' AND (NEW.text <> OLD.text OR NEW.digest <> OLD.digest)"

_INSTALL = {
    "sqlite": (
        f"""CREATE TRIGGER strategy_text_is_final BEFORE UPDATE ON {_TABLE} FOR EACH ROW WHEN {_CHANGED}
            BEGIN SELECT RAISE(ABORT, '{_REASON}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION strategy_refuse_text() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{_REASON}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER strategy_text_is_final BEFORE UPDATE ON {_TABLE} FOR EACH ROW WHEN ({_CHANGED})
            EXECUTE FUNCTION strategy_refuse_text()""",
    ),
}
_REMOVE = {
    "sqlite": ("DROP TRIGGER strategy_text_is_final",),
    "postgresql": (
        f"DROP TRIGGER strategy_text_is_final ON {_TABLE}",
        "DROP FUNCTION strategy_refuse_text()",
    ),
}


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in (for a migration)."""
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers out (for a migration's way back)."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)
