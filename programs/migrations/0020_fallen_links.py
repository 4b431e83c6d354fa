"""A link whose post became vacant after the draft has an act by nobody; the guard asks whether the post is vacant."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

VACANT = """
CREATE FUNCTION programs_held_on(a_post text, moment timestamptz) RETURNS SETOF office_official LANGUAGE sql STABLE AS $$
    SELECT o.* FROM office_official o, (SELECT (moment AT TIME ZONE
        COALESCE((SELECT zone FROM office_office WHERE id = 1), 'Asia/Jakarta'))::date AS day) today
     WHERE o.post = a_post AND o.starts <= today.day AND (o.ends IS NULL OR o.ends >= today.day)
$$;

CREATE FUNCTION programs_is_vacant_link(act programs_baact) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT act.link < jsonb_array_length(r.chain) AND r.chain ->> (act.link - 1) = act.role
       AND EXISTS (SELECT 1 FROM programs_held_on(act.role, act.at) WHERE capacity = 'kosong')
       AND NOT EXISTS (SELECT 1 FROM programs_held_on(act.role, act.at) WHERE capacity IN ('plt', 'plh', 'an', 'ub'))
      FROM programs_barevision r WHERE r.ba_id = act.ba_id AND r.revision = act.revision
$$;
"""

# As in 0002_guards, and: a link may be passed over, but only a vacant one that does not determine.
GUARD = """
CREATE OR REPLACE FUNCTION programs_guard_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_round bigint;
    refusal text;
BEGIN
    SELECT round_id INTO the_round FROM programs_beritaacara WHERE id = NEW.ba_id;
    PERFORM 1 FROM programs_barevision
        WHERE ba_id = NEW.ba_id AND revision = NEW.revision AND state = 'in_chain' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Revisi ini tidak sedang menunggu paraf.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.link = 0 THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM programs_baact WHERE ba_id = NEW.ba_id AND revision = NEW.revision
                   AND link = NEW.link - 1 AND verdict IN ('draft', 'approve', 'vacant')) THEN
        RAISE EXCEPTION 'Paraf sebelumnya belum lengkap.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.verdict = 'vacant' AND NOT programs_is_vacant_link(NEW) THEN
        RAISE EXCEPTION 'Paraf hanya dilewati bila jabatannya kosong dan bukan yang menetapkan.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM programs_baact a JOIN programs_beritaacara b ON b.id = a.ba_id
                     WHERE b.round_id = the_round AND a.link = 0 AND a.person_id = NEW.person_id)
            THEN 'menyusun Berita Acara ini'
        WHEN EXISTS (SELECT 1 FROM programs_krosceksubmission
                     WHERE round_id = the_round AND NEW.person_id IN (submitted_by_id))
            THEN 'mengirim kroscek sebuah kecamatan pada tahap ini'
        WHEN EXISTS (SELECT 1 FROM programs_historicalkroscekresult h JOIN programs_roundentry e ON e.id = h.entry_id
                     WHERE e.round_id = the_round AND h.by_id = NEW.person_id)
          OR EXISTS (SELECT 1 FROM programs_kroscekresult k JOIN programs_roundentry e ON e.id = k.entry_id
                     WHERE e.round_id = the_round AND k.by_id = NEW.person_id)
            THEN 'mencatat hasil kroscek pada tahap ini'
        END INTO refusal;
    IF refusal IS NOT NULL THEN
        RAISE EXCEPTION 'Anda tidak dapat memberi persetujuan karena Anda %.', refusal
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION programs_guard_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_round bigint;
    refusal text;
BEGIN
    SELECT round_id INTO the_round FROM programs_beritaacara WHERE id = NEW.ba_id;
    PERFORM 1 FROM programs_barevision
        WHERE ba_id = NEW.ba_id AND revision = NEW.revision AND state = 'in_chain' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Revisi ini tidak sedang menunggu paraf.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.link = 0 THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM programs_baact WHERE ba_id = NEW.ba_id AND revision = NEW.revision
                   AND link = NEW.link - 1 AND verdict IN ('draft', 'approve')) THEN
        RAISE EXCEPTION 'Paraf sebelumnya belum lengkap.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM programs_baact a JOIN programs_beritaacara b ON b.id = a.ba_id
                     WHERE b.round_id = the_round AND a.link = 0 AND a.person_id = NEW.person_id)
            THEN 'menyusun Berita Acara ini'
        WHEN EXISTS (SELECT 1 FROM programs_krosceksubmission
                     WHERE round_id = the_round AND NEW.person_id IN (submitted_by_id))
            THEN 'mengirim kroscek sebuah kecamatan pada tahap ini'
        WHEN EXISTS (SELECT 1 FROM programs_historicalkroscekresult h JOIN programs_roundentry e ON e.id = h.entry_id
                     WHERE e.round_id = the_round AND h.by_id = NEW.person_id)
          OR EXISTS (SELECT 1 FROM programs_kroscekresult k JOIN programs_roundentry e ON e.id = k.entry_id
                     WHERE e.round_id = the_round AND k.by_id = NEW.person_id)
            THEN 'mencatat hasil kroscek pada tahap ini'
        END INTO refusal;
    IF refusal IS NOT NULL THEN
        RAISE EXCEPTION 'Anda tidak dapat memberi persetujuan karena Anda %.', refusal
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

DROP FUNCTION programs_is_vacant_link(programs_baact);
DROP FUNCTION programs_held_on(text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0019_kks_guards"), ("office", "0004_watched")]

    operations = [
        migrations.AlterField(
            "baact",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "baact",
            "verdict",
            models.CharField(
                choices=[
                    ("draft", "Menyusun"),
                    ("approve", "Menyetujui"),
                    ("return", "Mengembalikan"),
                    ("vacant", "Paraf tidak diminta"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            "baact",
            models.CheckConstraint(
                condition=(Q(verdict="vacant", person__isnull=True) & ~Q(reason=""))
                | (~Q(verdict="vacant") & Q(person__isnull=False)),
                name="only_vacant_is_by_nobody",
            ),
        ),
        migrations.RunSQL(VACANT + GUARD, BEFORE),
    ]
