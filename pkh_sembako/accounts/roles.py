"""Who may do what, readable by an auditor. Office titles are labels over these fixed permissions.

Source of the roles: contract.md "Demo cast"; of the ladder: architecture.md "Who moves a step".
"""

from dataclasses import dataclass, field
from enum import StrEnum

from pkh_sembako.lib.access import Permission as P


class Area(StrEnum):
    """How far a role's eyes reach over families, lists and tasks."""

    OWN = "own"  # the families of the own work area
    DESA = "desa"
    KECAMATAN = "kecamatan"
    KABUPATEN = "kabupaten"
    NOTHING = "nothing"  # only what is put before the user (payment lists, cards, complaints)


@dataclass(frozen=True)
class Role:
    """A role: `code` is stored, `label` is the default title on screen (an admin may change it)."""

    code: str
    label: str
    description: str
    area: Area
    permissions: frozenset[P] = field(default_factory=frozenset)
    rank: int | None = None  # place on the ladder; None stands beside it
    approver: bool = False  # shorter idle limit
    second_factor: bool = False  # decides for the office or pays: a code beside the password


READ_CASES = {
    P.VIEW_SOP,
    P.VIEW_CYCLES,
    P.VIEW_HOUSEHOLDS,
    P.VIEW_KROSCEK,
    P.VIEW_FIGURES,
    P.VIEW_SIKS,
    P.VIEW_DOCUMENTS,
    P.VIEW_FINDINGS,
    P.VIEW_CARDS,
    P.DOWNLOADS,
    P.HOME,
}
COUNTER = {P.LOOK_UP}
# Cards (SOP Sembako 6-10): the bank plans and hands out with the Dinas and its people in the field.
CARDS_IN_HAND = {P.VIEW_CARDS, P.HAND_OVER_CARDS, P.REPORT_CARDS}
# Complaints: the desk handles, a unit answers what was forwarded to it, the inspektorat alone sees what is restricted.
ASKED_BY_THE_DESK = {P.VIEW_COMPLAINTS, P.ANSWER_COMPLAINTS}
SDM_PKH = ASKED_BY_THE_DESK | {P.RATE_STAFF}  # they rate each other once a year
DESK = ASKED_BY_THE_DESK | {P.HANDLE_COMPLAINTS, P.MANAGE_SERVICE}
IDENTITY = {P.REVEAL_IDENTITY}
# UU PDP: operator and sekretaris answer as PPID; a leak is judged by who leads, never by who works with the data daily
# nor by who administers the accounts (docs/adr/0012).
PDP_DESK = {P.VIEW_DATA_REQUESTS, P.HANDLE_DATA_REQUESTS}
INCIDENTS = {P.VIEW_INCIDENTS, P.HANDLE_INCIDENTS}
# Officers type at the office, pendamping on their phones (SIKSMA); Verifikator and Kepala OPD decide in SIKS-NG itself.
SIKS_NG = {P.ENTER_SIKS, P.COMPARE_SIKS}
LEADERSHIP = (
    READ_CASES
    | IDENTITY
    | ASKED_BY_THE_DESK
    | {P.VIEW_ALL_COMPLAINTS, P.VIEW_LEADERSHIP, P.VIEW_REPORTS}
    | {P.VIEW_STAFF, P.MOVE_STEPS, P.ANSWER_FINDINGS, P.SIGN_CHAIN, P.GRANT_EXTENSIONS, P.EXPORT_BNBA}
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "admin",
            "Administrator",
            "Mengelola pengguna, kantor, kalender, dan cadangan. Tidak melihat data keluarga.",
            Area.NOTHING,
            frozenset(
                {
                    P.HOME,
                    P.VIEW_SOP,
                    P.VIEW_CYCLES,
                    P.MANAGE_USERS,
                    P.VIEW_STAFF,
                    P.MANAGE_OFFICE,
                    P.MANAGE_CALENDAR,
                    P.MANAGE_BACKUPS,
                }
            ),
            second_factor=True,
        ),
        Role(
            "apd",
            "Administrator pangkalan data",
            "Menjaga pangkalan data PKH: impor dan ekspor BNBA, pembagian wilayah kerja pendamping.",
            Area.KABUPATEN,
            frozenset(
                READ_CASES
                | IDENTITY
                | COUNTER
                | SIKS_NG
                | SDM_PKH
                | {
                    P.EDIT_HOUSEHOLDS,
                    P.IMPORT_BNBA,
                    P.EXPORT_BNBA,
                    P.MANAGE_WORK_AREAS,
                    P.MANAGE_LEAVE,
                    P.VIEW_STAFF,
                    P.ANSWER_FINDINGS,
                    P.MOVE_STEPS,
                    P.CHECK_NIK,
                }
            ),
        ),
        Role(
            "operator",
            "Petugas Dinas Sosial",
            "Menyiapkan dan menjalankan siklus, mengimpor BNBA, mengurus berkas.",
            Area.KABUPATEN,
            frozenset(
                READ_CASES
                | IDENTITY
                | COUNTER
                | SIKS_NG
                | CARDS_IN_HAND
                | DESK
                | PDP_DESK
                | {
                    P.PLAN_CARDS,
                    P.VIEW_REPORTS,
                    P.CORRECT_CARDS,
                    P.EDIT_HOUSEHOLDS,
                    P.IMPORT_BNBA,
                    P.EXPORT_BNBA,
                    P.VIEW_STAFF,
                    P.MANAGE_CYCLES,
                    P.MANAGE_DOCUMENTS,
                    P.ANSWER_FINDINGS,
                    P.MOVE_STEPS,
                    P.CHECK_NIK,
                }
            ),
            rank=3,
        ),
        Role(
            "korkab",
            "Koordinator kabupaten",
            "PPKH Kabupaten: memeriksa kroscek seluruh kecamatan dan menyusun Berita Acara.",
            Area.KABUPATEN,
            frozenset(
                READ_CASES
                | IDENTITY
                | COUNTER
                | SDM_PKH
                | {
                    P.ACCEPT_CORRECTIONS,
                    P.VIEW_REPORTS,
                    P.EDIT_HOUSEHOLDS,
                    P.EXPORT_BNBA,
                    P.ANSWER_FINDINGS,
                    P.MOVE_STEPS,
                    P.REVIEW_KROSCEK,
                    P.DRAFT_BERITA_ACARA,
                    P.MANAGE_WORK_AREAS,
                    P.MANAGE_LEAVE,
                    P.VIEW_STAFF,
                    P.GRANT_EXTENSIONS,
                    P.CHECK_NIK,
                }
            ),
            rank=3,
        ),
        Role(
            "korcam",
            "Koordinator kecamatan",
            "PPKH Kecamatan: memeriksa kroscek kecamatannya dan mengirimkannya.",
            Area.KECAMATAN,
            frozenset(
                READ_CASES
                | IDENTITY
                | COUNTER
                | CARDS_IN_HAND
                | SDM_PKH
                | {
                    P.ACCEPT_CORRECTIONS,
                    P.EDIT_HOUSEHOLDS,
                    P.DO_KROSCEK,
                    P.REVIEW_KROSCEK,
                    P.MANAGE_LEAVE,
                    P.VIEW_STAFF,
                    P.ANSWER_FINDINGS,
                    P.MOVE_STEPS,
                    P.CHECK_NIK,
                }
            ),
            rank=2,
        ),
        Role(
            "pendamping",
            "Pendamping sosial",
            "Mendampingi keluarga di wilayah kerjanya: kroscek dan pemutakhiran.",
            Area.OWN,
            frozenset(
                (READ_CASES - {P.VIEW_DOCUMENTS, P.DOWNLOADS})
                | IDENTITY
                | CARDS_IN_HAND
                | SDM_PKH
                | {P.EDIT_HOUSEHOLDS, P.ENTER_SIKS, P.DO_KROSCEK, P.CHECK_NIK}
                | {P.ANSWER_FINDINGS, P.MOVE_STEPS}  # where an SOP lets them lead one
            ),
            rank=1,
        ),
        Role(
            "kasi",
            "Kepala seksi",
            "Memberi paraf pertama pada Berita Acara.",
            Area.KABUPATEN,
            frozenset(LEADERSHIP | {P.RATE_STAFF}),
            rank=4,
            approver=True,
        ),
        Role(
            "kabid",
            "Kepala bidang",
            "Memberi paraf; boleh melewati langkah dan meluluskan syarat dengan alasan.",
            Area.KABUPATEN,
            frozenset(LEADERSHIP | {P.SKIP_STEPS}),
            rank=5,
            approver=True,
            second_factor=True,
        ),
        Role(
            "sekretaris",
            "Sekretaris dinas",
            "Memberi paraf bila rantai kantor memuatnya; mengawasi keterlambatan.",
            Area.KABUPATEN,
            frozenset(LEADERSHIP | PDP_DESK | INCIDENTS),
            rank=6,
            approver=True,
            second_factor=True,
        ),
        Role(
            "kadis",
            "Kepala dinas",
            "Menetapkan hasil kroscek.",
            Area.KABUPATEN,
            frozenset(LEADERSHIP | INCIDENTS | {P.VIEW_DATA_REQUESTS}),
            rank=7,
            approver=True,
            second_factor=True,
        ),
        Role(
            "bank",
            "Lembaga bayar / bank penyalur",
            "Melihat hanya yang disampaikan kepadanya: daftar bayar dan kartu.",
            Area.NOTHING,
            frozenset(
                CARDS_IN_HAND | ASKED_BY_THE_DESK | {P.HOME, P.VIEW_SOP, P.MOVE_STEPS, P.PLAN_CARDS, P.DOWNLOADS}
            ),
            approver=True,
            second_factor=True,
        ),
        Role(
            "kecamatan",
            "Kecamatan",
            "Menerima surat dan jadwal, berkoordinasi dengan desa, membantu pembagian kartu.",
            Area.KECAMATAN,
            frozenset(
                CARDS_IN_HAND | ASKED_BY_THE_DESK | {P.HOME, P.VIEW_SOP, P.VIEW_CYCLES, P.MOVE_STEPS, P.CONFIRM_LETTERS}
            ),
        ),
        Role(
            "desa",
            "Desa / kelurahan",
            "Menerima pemberitahuan dan membantu pembagian kartu.",
            Area.DESA,
            frozenset(
                ASKED_BY_THE_DESK
                | {P.HOME, P.VIEW_SOP, P.VIEW_CYCLES, P.MOVE_STEPS}
                | {P.VIEW_CARDS, P.REPORT_CARDS, P.CONFIRM_LETTERS}
            ),
        ),
        Role(
            "inspektorat",
            "Inspektorat",
            "Membaca semuanya, termasuk catatan siapa membaca apa; mencatat temuan, selain itu tidak mengubah apa pun.",
            Area.KABUPATEN,
            frozenset(
                READ_CASES
                | IDENTITY
                | ASKED_BY_THE_DESK
                | {
                    P.VIEW_RESTRICTED_COMPLAINTS,
                    P.VIEW_REPORTS,
                    P.VIEW_STAFF,
                    P.VIEW_DATA_REQUESTS,
                    P.VIEW_INCIDENTS,
                    P.VIEW_READ_LOG,
                    P.RECORD_FINDINGS,
                }
            ),
        ),
        Role(
            "petugas",
            "Petugas pengaduan",
            "Menerima dan menindaklanjuti pengaduan; menjawab di loket terdaftar atau tidak.",
            Area.NOTHING,
            frozenset(COUNTER | DESK | {P.HOME, P.VIEW_SOP, P.DOWNLOADS}),
        ),
    )
}


def ladder_above(code: str) -> list[str]:
    """Roles that stand higher on the ladder than `code` (who may grant it an extension)."""
    rank = ROLES[code].rank
    if rank is None:
        rank = 3  # beside the ladder: as an officer of the Dinas
    return [role.code for role in ROLES.values() if role.rank is not None and role.rank > rank]
