"""People are deactivated, never deleted: the database refuses it, so that every act keeps its author."""

from django.db import migrations

CREATE = """
CREATE FUNCTION accounts_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Pengguna tidak dapat dihapus, hanya dinonaktifkan.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER keep_people BEFORE DELETE ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_delete();
"""

DROP = """
DROP TRIGGER keep_people ON accounts_user;
DROP FUNCTION accounts_refuse_delete();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
