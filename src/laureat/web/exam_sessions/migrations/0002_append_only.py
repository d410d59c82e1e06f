"""Facts, their places and the signed heads are only ever added: by privilege, and by trigger for the owner too."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("exam_sessions_storedfact", "exam_sessions_numberedfact", "exam_sessions_storedtreehead")

FUNCTION = """
CREATE FUNCTION laureat_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'le journal ne se modifie pas : % sur %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take UPDATE, DELETE and TRUNCATE from the application, and refuse them to everyone."""
    quote = schema_editor.connection.ops.quote_name
    schema_editor.execute(FUNCTION, params=None)
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION laureat_append_only()"
        )
        if schema_editor.connection.settings_dict["USER"] != settings.ROLE_APPLICATION:
            role = quote(settings.ROLE_APPLICATION)
            schema_editor.execute(f"REVOKE ALL ON {table} FROM {role}")
            schema_editor.execute(f"GRANT SELECT, INSERT ON {table} TO {role}")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("exam_sessions", "0001_initial"),)
    operations = (migrations.RunPython(protect, migrations.RunPython.noop),)
