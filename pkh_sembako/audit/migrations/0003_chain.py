"""The audit chain: links that only grow, written at commit by a deferred trigger of each watched table (docs/adr/0010)."""

import django.utils.timezone
from django.db import migrations, models

# One writer at a time, but only from its commit on: the trigger is deferred, so a long transaction holds nobody up.
APPEND = """
CREATE FUNCTION audit_append(the_source text, the_key text, the_act text, the_payload text) RETURNS void
LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    head record;
    now_ timestamptz := clock_timestamp();
BEGIN
    PERFORM pg_advisory_xact_lock(73031, 1);
    SELECT number, hash INTO head FROM audit_chainlink ORDER BY number DESC LIMIT 1;
    INSERT INTO audit_chainlink (number, at, source, row_key, act, payload, previous, hash)
    SELECT n, now_, the_source, the_key, the_act, the_payload, p, encode(sha256(convert_to(concat_ws(E'\\n',
        p, n, to_char(now_, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), the_source, the_key, the_act, the_payload), 'UTF8')), 'hex')
    FROM (SELECT coalesce(head.number, 0) + 1 AS n, coalesce(head.hash, repeat('0', 64)) AS p) AS next;
END $$;

CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    hidden text[] := string_to_array(TG_ARGV[0], ',');
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - hidden END;
    is_ jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - hidden END;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM audit_append(TG_TABLE_NAME, is_->>'id', '+', is_::text);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM audit_append(TG_TABLE_NAME, was->>'id', '-', was::text);
    ELSIF was IS DISTINCT FROM is_ THEN
        PERFORM audit_append(TG_TABLE_NAME, is_->>'id', CASE WHEN EXISTS (SELECT 1 FROM audit_chainlink
            WHERE source = TG_TABLE_NAME AND row_key = is_->>'id') THEN '~' ELSE '+' END, is_::text);
    END IF;
    RETURN NULL;
END $$;
"""

# Watch a table: what it has becomes links, what comes is followed. `condition` speaks of the row as `row.`.
WATCH = """
CREATE FUNCTION audit_watch(the_table text, hidden text DEFAULT '', condition text DEFAULT 'true') RETURNS void
LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    found record;
BEGIN
    EXECUTE format('CREATE CONSTRAINT TRIGGER chain_write AFTER INSERT OR UPDATE ON %I DEFERRABLE INITIALLY DEFERRED'
        ' FOR EACH ROW WHEN (%s) EXECUTE FUNCTION audit_chain(%L)',
        the_table, replace(condition, 'row.', 'NEW.'), hidden);
    EXECUTE format('CREATE CONSTRAINT TRIGGER chain_delete AFTER DELETE ON %I DEFERRABLE INITIALLY DEFERRED'
        ' FOR EACH ROW WHEN (%s) EXECUTE FUNCTION audit_chain(%L)',
        the_table, replace(condition, 'row.', 'OLD.'), hidden);
    FOR found IN EXECUTE format('SELECT to_jsonb(t) - string_to_array(%L, '','') AS content FROM %I t WHERE %s'
        ' ORDER BY t.id', hidden, the_table, replace(condition, 'row.', 't.')) LOOP
        PERFORM audit_append(the_table, found.content->>'id', '+', found.content::text);
    END LOOP;
END $$;
"""

GUARD = """
CREATE FUNCTION audit_refuse_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rantai audit tidak dapat diubah, dihapus, atau dikosongkan (%).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_chainlink
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_chain();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_chainlink
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_chain();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_chainanchor
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_chain();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_chainanchor
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_chain();
"""

UNDO = """
DROP FUNCTION audit_refuse_chain() CASCADE;
DROP FUNCTION audit_watch(text, text, text);
DROP FUNCTION audit_chain() CASCADE;
DROP FUNCTION audit_append(text, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guard")]

    operations = [
        migrations.CreateModel(
            name="ChainAnchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(help_text='e.g. "document:12"', max_length=80, unique=True)),
                ("number", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="ChainLink",
            fields=[
                (
                    "number",
                    models.BigIntegerField(help_text="1, 2, 3 without a gap", primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                ("source", models.CharField(help_text="the table", max_length=63)),
                ("row_key", models.CharField(max_length=40)),
                ("act", models.CharField(help_text="+ written, ~ changed, - deleted", max_length=1)),
                ("payload", models.TextField(help_text="the row as JSON")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(help_text="SHA-256 over all of the above", max_length=64, unique=True)),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["source", "row_key", "-number"], name="chain_of_row")],
            },
        ),
        migrations.RunSQL(APPEND + WATCH + GUARD, UNDO),
    ]
