"""What the audit chain watches. Table names are words here: audit stands below the apps that own them.

A new source needs a line here and, in a migration of the table's own app, `SELECT audit_watch('<table>')` with the same
`hidden` and `when`; a test compares this list with the triggers of the database.
"""

from dataclasses import dataclass, field

ANY = frozenset({"*"})


@dataclass(frozen=True)
class Source:
    """One watched table. `changes`: columns that may change after the row was written; empty = never."""

    table: str
    label: str  # what a row of it is, for the Indonesian report
    changes: frozenset[str] = frozenset()
    may_vanish: bool = False
    hidden: tuple[str, ...] = field(default=())  # columns that stay out of the payload
    when: str = "true"  # SQL over `row.`: only such rows are watched

    @property
    def hidden_words(self) -> str:
        return ",".join(self.hidden)


def _columns(words: str) -> frozenset[str]:
    return frozenset(words.split())


STAGING = ("sheets", "headers", "mapping", "options", "gone", "removed", "unknown_columns")

SOURCES = (
    Source("audit_readlog", "Jejak baca"),
    Source("audit_chainanchor", "Jangkar rantai"),
    Source("accounts_posting", "Penempatan", ANY, may_vanish=True),
    Source("accounts_codeacceptance", "Persetujuan kode etik"),
    Source("accounts_substitution", "Pengganti selama cuti", ANY, may_vanish=True),
    Source("office_official", "Pejabat", ANY),
    Source("deadlines_extension", "Perpanjangan tenggat", _columns("decided_by_id decided_at granted note")),
    Source("documents_storedfile", "Berkas tersimpan", may_vanish=True),
    Source(
        "documents_document",
        "Dokumen",
        _columns("state list_hash pdf_id workbook_id signed_id signed_on signed_by_id signature_kind"),
    ),
    Source("documents_registernumber", "Nomor surat", _columns("state reason")),
    Source("documents_letter", "Surat keluar", ANY, may_vanish=True),  # a draft; afterwards its own guard
    Source("documents_lettertemplate", "Naskah surat"),
    Source("documents_documentsignature", "Tanda tangan elektronik"),
    Source("documents_signingpolicy", "Keputusan tanda tangan elektronik"),
    Source("documents_incomingletter", "Surat masuk", ANY),
    Source("programs_beritaacara", "Berita Acara"),
    Source("programs_barevision", "Revisi Berita Acara", _columns("state")),
    Source("programs_baact", "Paraf Berita Acara"),
    Source("programs_determination", "Penetapan"),
    Source("programs_krosceksubmission", "Kiriman kroscek", _columns("returned_by_id returned_at return_reason")),
    Source("programs_receipt", "Tanda terima"),
    Source("programs_kksberitaacara", "Berita Acara kartu", hidden=("rows",)),
    Source("programs_siksact", "Tanda sudah diinput di SIKS-NG"),
    Source("programs_krosceksheet", "Lembar kroscek"),
    Source("programs_kroscekscan", "Pindaian lembar kroscek"),
    Source("programs_rechecksample", "Sampel uji petik"),
    Source("programs_recheckitem", "Keluarga sampel uji petik"),
    Source("programs_recheckresult", "Hasil uji petik"),
    Source("programs_bnbafile", "Berkas BNBA", ANY, hidden=STAGING, when="row.applied_at IS NOT NULL"),
    Source(
        "complaints_clarification",
        "BA klarifikasi",
        _columns("sent_on sent_by_id sent_reference due result result_note result_on"),
    ),
    Source("sop_event", "Peristiwa SOP"),
    Source("sop_kemensoslimit", "Batas Kemensos"),
    Source("sop_notice", "Surat pemberitahuan siklus", _columns("letter_id"), may_vanish=True),
    Source("sop_desainformed", "Desa yang diberi tahu"),
    Source(
        "sop_personallink",
        "Tautan pribadi",
        _columns(
            "mail_attempts sent_at opened_at attempts revoked_at used_at agreed name position note token_hash code_hash"
        ),
        hidden=("token_hash", "code_hash"),
    ),
    Source("sop_evidence", "Bukti langkah"),
    Source("sop_auditsample", "Sampel inspektorat"),
    Source("sop_audititem", "Butir sampel inspektorat"),
    Source("sop_auditcheck", "Butir dinyatakan sesuai"),
    Source(
        "sop_finding",
        "Temuan inspektorat",
        _columns("state closed_by_id closed_at owner_id owner_role kecamatan_id"),
    ),
    Source("sop_findingentry", "Tindak lanjut temuan"),
    Source("sop_supervisionnote", "Catatan supervisi"),
    Source("sop_supervisionanswer", "Jawaban catatan supervisi"),
    Source("complaints_complaintevent", "Riwayat pengaduan"),
    Source("complaints_complaintterms", "Ketentuan waktu pengaduan"),
    Source("complaints_complaintfile", "Lampiran pengaduan"),
    Source("complaints_accusation", "Yang diadukan"),
    Source("complaints_surveyreport", "Laporan SKM", hidden=("figures",)),
    Source("complaints_reply", "Jawaban pengaduan", _columns("sent_at sent_by_id sent_proof_id sent_note letter_id")),
    Source("complaints_referral", "Permintaan ke instansi lain", ANY),
    Source(
        "complaints_correction",
        "Perbaikan data dari pengaduan",
        _columns("state decided_by_id decided_at decision_note"),
    ),
    Source(
        "privacy_datarequest",
        "Permintaan subjek data",
        _columns("state handler_id outcome ended_at ended_by_id delivery delivery_proof_id ground"),
    ),
    Source("privacy_requestentry", "Riwayat permintaan subjek data"),
    Source("privacy_personexport", "Salinan data seseorang"),
    Source("privacy_incident", "Insiden data pribadi", _columns("state")),
    Source("privacy_incidententry", "Tindakan insiden data pribadi"),
    Source("privacy_incidentscope", "Perhitungan orang terdampak"),
)
BY_TABLE = {source.table: source for source in SOURCES}
