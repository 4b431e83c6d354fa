"""The audit chain begins: what stands in the watched tables becomes its first links (pkh_sembako/audit/sources.py)."""

from django.db import migrations

STAGING = "sheets,headers,mapping,options,gone,removed,unknown_columns"
TABLES = (
    "audit_readlog",
    "audit_chainanchor",
    "accounts_posting",
    "deadlines_extension",
    "documents_storedfile",
    "documents_document",
    "documents_registernumber",
    "programs_beritaacara",
    "programs_barevision",
    "programs_baact",
    "programs_determination",
    "programs_krosceksubmission",
    "programs_receipt",
    "sop_event",
    "sop_evidence",
)
WATCH = "".join(f"SELECT audit_watch('{table}');\n" for table in TABLES)
WATCH += f"SELECT audit_watch('programs_bnbafile', '{STAGING}', 'row.applied_at IS NOT NULL');\n"
UNWATCH = "".join(
    f"DROP TRIGGER IF EXISTS chain_write ON {table}; DROP TRIGGER IF EXISTS chain_delete ON {table};\n"
    for table in (*TABLES, "programs_bnbafile")
)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_chain"),
        ("accounts", "0003_guard"),
        ("deadlines", "0002_stand_in_parent_and_granted_date"),
        ("documents", "0002_guards"),
        ("programs", "0009_file_states"),
        ("sop", "0003_guards"),
    ]

    operations = [migrations.RunSQL(WATCH, UNWATCH)]
