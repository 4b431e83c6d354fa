"""Who has a second factor determines only with a code typed for exactly this list, at most five minutes before."""

from django.db import migrations

CREATE = """
CREATE FUNCTION programs_refuse_unproven() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM otp_totp_totpdevice WHERE user_id = NEW.determined_by_id AND confirmed)
       AND NOT EXISTS (
           SELECT FROM accounts_secondfactorproof
           WHERE user_id = NEW.determined_by_id AND about = NEW.list_hash
             AND at > NEW.determined_at - interval '5 minutes' AND at <= NEW.determined_at
       )
    THEN
        RAISE EXCEPTION 'Penetapan memerlukan kode langkah kedua untuk daftar ini.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER proven BEFORE INSERT ON programs_determination
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_unproven();
"""

DROP = """
DROP TRIGGER proven ON programs_determination;
DROP FUNCTION programs_refuse_unproven();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0010_set_aside"),
        ("accounts", "0004_second_factor"),
        ("otp_totp", "0003_add_timestamps"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
