"""What each row of a card list would change: matched to a family of the registry, compared with the card it names.

Counts are of cards (issue of Program Sembako): new = the card number is not known; changed = a filled cell differs both
from the present value and from the value last imported (`Kks.imported`); else same. TAHAP and NOMINAL count only
against a card of the same Round, as in every other list. A card's family decides its desa.

Refusals beside those of the reader: `family_unknown`, `kk_ambiguous` (list without NIK), and `kks_two_live`: the family
has another live card, here or earlier in the file, or the number is the card of another family. A live card that is
blocked or not activated, and that the file no longer names, is no obstacle: the new one takes its place.
"""

from typing import Any

from django.db import connection

from programs.enums import KKS_LIVE, KksState
from programs.models import Round
from programs.services.bnba import fields, matching
from programs.services.bnba.fields import Field
from programs.transitions import KKS_MOVES

REPLACEABLE = tuple(str(state) for state in KKS_MOVES["replace"].sources)
COMPARED = (
    *(field for field in fields.CARD if field.name != "kks"),
    Field("bank", "Bank", "bank", "s.bank", "k.bank"),
)
OF_THE_ROUND = (  # what a list says of one Round's payment
    Field("tahap", "Tahap", "tahap", "s.tahap", "k.tahap"),
    Field("nominal", "Nominal", "nominal", "coalesce(s.nominal::text, '')", "k.nominal::text"),
)
FIELDS = (*COMPARED, *OF_THE_ROUND)

PLAN = """
    CREATE TEMP TABLE bnba_plan ON COMMIT DROP AS
    WITH known AS (
        SELECT m.n, m.refusal, m.household_id, h.desa_id, h.no_kk AS present_kk, k.id AS card_id,
               k.household_id AS owner_id, live.id AS live_id, live.state AS live_state, live.number AS live_number,
               live.id IS NOT NULL AND live.state = ANY(%(replaceable)s) AND NOT EXISTS
                   (SELECT 1 FROM bnba_staged x WHERE x.kks = live.number) AS gives_way
        FROM bnba_match m JOIN bnba_staged s USING (n)
        LEFT JOIN programs_household h ON h.id = m.household_id
        LEFT JOIN programs_kks k ON k.number = s.kks
        LEFT JOIN programs_kks live ON live.household_id = m.household_id AND live.state = ANY(%(live)s)
            AND live.id IS DISTINCT FROM k.id
    ), judged AS (
        SELECT *, CASE
            WHEN refusal <> '' THEN refusal
            WHEN household_id IS NULL THEN 'family_unknown'
            WHEN card_id IS NOT NULL AND owner_id <> household_id THEN 'other_family'
            WHEN card_id IS NULL AND live_id IS NOT NULL AND NOT gives_way THEN 'live_here'
            ELSE '' END AS fault
        FROM known
    ), placed AS (
        SELECT *, row_number() OVER (PARTITION BY household_id, (card_id IS NULL AND fault = '') ORDER BY n) AS place
        FROM judged
    ), found AS (
        SELECT *, CASE WHEN fault = '' AND card_id IS NULL AND place > 1 THEN 'live_in_file' ELSE fault END AS why
        FROM placed
    ), compared AS (
        SELECT f.*, CASE WHEN f.card_id IS NULL OR f.why <> '' THEN '{{}}'::jsonb ELSE {before} END AS before,
               CASE WHEN f.card_id IS NULL OR f.why <> '' THEN '{{}}'::jsonb ELSE {local} END AS local
        FROM found f JOIN bnba_staged s USING (n) LEFT JOIN programs_kks k ON k.id = f.card_id
    )
    SELECT c.n, c.household_id, c.desa_id, c.card_id, c.card_id IS NULL AND c.why = '' AS new_card,
           NULL::bigint AS enrollment_id, NULL::bigint AS old_id, c.before, c.local,
           CASE WHEN c.why <> '' THEN 'refused' WHEN c.card_id IS NULL THEN 'new'
                WHEN c.before <> '{{}}' THEN 'changed' ELSE 'same' END AS verdict,
           {problems} AS problems
    FROM compared c JOIN bnba_staged s USING (n)
"""
# A card that takes the place of the family's old one: the live one first, else the one that ended last.
OLD = """
    WITH old AS (
        SELECT DISTINCT ON (p.n) p.n, k.id FROM bnba_plan p
        JOIN programs_kks k ON k.household_id = p.household_id AND k.state = ANY(%(replaceable)s)
        WHERE p.verdict = 'new' AND NOT EXISTS (SELECT 1 FROM bnba_staged x WHERE x.kks = k.number)
        ORDER BY p.n, k.state = ANY(%(live)s) DESC, k.id DESC
    )
    UPDATE bnba_plan p SET old_id = old.id FROM old WHERE old.n = p.n
"""
OWNER = (
    "(SELECT h.name || ' di ' || d.name FROM programs_household h JOIN office_desa d ON d.code = h.desa_id"
    " WHERE h.id = c.owner_id)"
)
STARS = "left({0}, 4) || '********' || right({0}, 4)"
# (condition, title, code, SQL of the sentence, warning)
PROBLEMS = (
    ("c.why = 'kk_ambiguous'", "no_kk", "kk_ambiguous",
     "'No. KK ini dimiliki beberapa keluarga dan barisnya tanpa NIK; lengkapi NIK.'", False),
    ("c.why = 'family_unknown'", "key", "family_unknown",
     "%(key_word)s || ' ini bukan milik keluarga di registri; impor BNBA keluarganya lebih dahulu.'", False),
    ("c.why = 'other_family'", "kks", "kks_two_live",
     f"'Kartu ini sudah tercatat milik keluarga lain: ' || {OWNER} || '.'", False),
    ("c.why = 'live_here'", "kks", "kks_two_live",
     f"'Keluarga ini masih mempunyai kartu lain yang berlaku: ' || {STARS.format('c.live_number')} || ' (' ||"
     " lower(%(states)s::jsonb->>c.live_state) || ').'", False),
    ("c.why = 'live_in_file'", "kks", "kks_two_live",
     "'Keluarga ini sudah mempunyai kartu lain di baris sebelumnya pada berkas ini.'", False),
    ("c.why = '' AND s.no_kk <> '' AND s.nik <> '' AND s.no_kk <> c.present_kk AND EXISTS (SELECT 1 FROM"
     " programs_household other WHERE other.no_kk = s.no_kk AND other.id <> c.household_id)", "no_kk", "kk_changed",
     "'No. KK ini milik keluarga lain; keluarga dikenali dari NIK.'", True),
    ("c.why = '' AND s.desa <> '' AND s.desa <> c.desa_id", "desa", "desa_changed",
     "'Desa/kelurahan berbeda dari registri: keluarga ini tercatat di ' || (SELECT d.name || ', Kec. ' || k.name"
     " FROM office_desa d JOIN office_kecamatan k ON k.code = d.kecamatan_id WHERE d.code = c.desa_id) ||"
     " '; kartu mengikuti registri.'", True),
)  # fmt: skip
NONE = "'[]'::jsonb"


def match(*, with_nik: bool) -> None:
    """Create bnba_match from bnba_staged: NIK decides (the present one, then the one last imported), else the NKK."""
    with connection.cursor() as cursor:
        cursor.execute(matching.FAMILY_LIST)
        cursor.execute("CREATE INDEX ON bnba_match (fam)")
        cursor.execute("ANALYZE bnba_match")
        if with_nik:
            cursor.execute(matching.BY_IMPORTED.format(field="nik", condition="true", how=3))
        else:
            cursor.execute(matching.BY_NKK)
            cursor.execute(matching.BY_IMPORTED.format(field="no_kk", condition="p.refusal = ''", how=5))


def compare(the_round: Round, *, titles: dict[str, str]) -> None:
    """Create bnba_plan from bnba_match. `titles`: field -> header as the file spells it."""
    statement = PLAN.format(before=_collected(again=False), local=_collected(again=True), problems=_problems())
    parameters: dict[str, Any] = {
        "round": the_round.pk,
        "live": [str(state) for state in KKS_LIVE],
        "replaceable": list(REPLACEABLE),
        "states": "{" + ", ".join(f'"{state}": "{state.label}"' for state in KksState) + "}",
        "key_word": "NIK" if "nik" in titles else "No. KK",
    }
    key = "nik" if "nik" in titles else "no_kk"
    named = {"key": titles.get(key, fields.LABELS[key])} | {
        field: titles.get(field, fields.LABELS[field]) for field in ("kks", "no_kk", "desa")
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters | {f"title_{field}": title for field, title in named.items()})
        cursor.execute("CREATE INDEX ON bnba_plan (n)")
        cursor.execute("ANALYZE bnba_plan")
        cursor.execute(OLD, {name: parameters[name] for name in ("live", "replaceable")})


def _collected(*, again: bool) -> str:
    """SQL: an object of the present values that a filled cell differs from; `again` = as it did when last imported."""
    memory = "=" if again else "IS DISTINCT FROM"
    pairs = []
    for field in FIELDS:
        same_round = "k.round_id = %(round)s AND " if field in OF_THE_ROUND else ""
        pairs.append(
            f"'{field.name}', CASE WHEN {same_round}{field.staged} <> '' AND {field.staged} IS DISTINCT FROM"
            f" {field.present} AND {field.staged} {memory} (k.imported->>'{field.name}')"
            f" THEN coalesce({field.present}, '') END"
        )
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(pairs)}))"


def _problems() -> str:
    parts = [
        f"CASE WHEN {condition} THEN jsonb_build_array(jsonb_build_object('column', %(title_{field})s::text, 'code',"
        f" '{code}', 'message', {message}, 'warning', {str(warning).lower()})) ELSE {NONE} END"
        for condition, field, code, message, warning in PROBLEMS
    ]
    return " || ".join(parts)


GONE = """
    SELECT k.id FROM programs_kks k JOIN office_desa d ON d.code = k.desa_id
    WHERE k.round_id = %(round)s AND d.kecamatan_id IN (
            SELECT own.kecamatan_id FROM bnba_plan p JOIN office_desa own ON own.code = p.desa_id)
      AND NOT EXISTS (SELECT 1 FROM bnba_staged s WHERE s.kks = k.number) AND NOT k.number = ANY(%(numbers)s)
      AND NOT EXISTS (SELECT 1 FROM programs_household h WHERE h.id = k.household_id AND h.nik = ANY(%(numbers)s))
    ORDER BY k.id
"""


def gone(the_round: Round, refused_numbers: list[str]) -> list[int]:
    """Cards of the Round so far, in the kecamatan of the file's families, that the file does not name.

    `refused_numbers`: what stands in refused rows; a card or a family named there is in the file.
    """
    with connection.cursor() as cursor:
        cursor.execute(GONE, {"round": the_round.pk, "numbers": refused_numbers})
        return [row[0] for row in cursor.fetchall()]
