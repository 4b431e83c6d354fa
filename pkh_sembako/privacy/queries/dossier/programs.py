"""Sections from the programmes: the family, its memberships, lists, checks, determinations, cards and SIKS-NG."""

from typing import Any

from django.db.models import Q

from pkh_sembako.privacy.queries.dossier.frame import Gather, Section, Subject
from programs.models import (
    BnbaRow,
    DeterminedRow,
    Enrollment,
    KksEvent,
    KroscekResult,
    PovertyRow,
    Proposal,
    RecheckItem,
    RoundEntry,
    SiksChange,
    SiksDifference,
)

Rows = list[tuple[Any, ...]]


def identity(subject: Subject) -> Section:
    member, home = subject.member, subject.household
    rows: Rows = [
        ("Nama", member.name),
        ("NIK", member.nik),
        ("Jenis kelamin", member.get_sex_display()),
        ("Tanggal lahir", member.birth_date),
        ("Hubungan keluarga", member.relation),
        ("Pengurus", member.is_pengurus),
        ("Komponen PKH", member.component_labels),
        ("Nomor KK", home.no_kk),
        ("NIK pengurus", home.nik),
        ("Nama pengurus", home.name),
        ("Alamat", home.alamat),
        ("Dusun", home.dusun),
        ("RT / RW", f"{home.rt or '–'} / {home.rw or '–'}"),
        ("Desa/kelurahan", home.desa.name),
        ("Kecamatan", home.desa.kecamatan.name),
        ("ID DTKS", home.iddtks),
        ("Nomor HP", home.phone),
        ("Desil", home.desil),
        ("Dicatat", home.created_at),
        ("Diperbarui", home.updated_at),
    ]
    return Section("identitas", "Identitas dan alamat", ("Data", "Isi"), rows)


def others(subject: Subject) -> Section:
    found = subject.household.members.exclude(pk=subject.member.pk)
    rows: Rows = [(each.name, each.relation, each.nik) for each in found]
    note = "Nomor anggota lain disamarkan (Pasal 33 huruf b)."
    return Section("anggota", "Anggota lain pada keluarga ini", ("Nama", "Hubungan", "NIK"), rows, note)


def _companion(subject: Subject, enrollment: Enrollment) -> str:
    return subject.who(enrollment.pendamping) if enrollment.pendamping else ""


def enrollments(subject: Subject) -> Section:
    rows: Rows = [
        (each.get_program_display(), each.get_status_display(), subject.who(each.pendamping) if each.pendamping else "",
         each.notes, each.imported)
        for each in subject.enrollments
    ]  # fmt: skip
    columns = ("Program", "Status", "Pendamping", "Catatan kantor", "Isi impor terakhir")
    return Section("kepesertaan", "Kepesertaan", columns, rows)


def _entries(subject: Subject) -> Any:
    return RoundEntry.objects.filter(enrollment__in=subject.enrollments)


def rounds(subject: Subject) -> Section:
    found = _entries(subject).select_related("round", "desa", "kecamatan", "file__stored").order_by("pk")
    rows: Rows = [
        (each.round, f"{each.desa.name}, Kec. {each.kecamatan.name}", each.tahap, each.nominal, each.bank,
         each.gelombang, each.direction, each.counts, each.extra, each.file.stored.name if each.file else "")
        for each in found
    ]  # fmt: skip
    columns = (
        "Daftar", "Wilayah", "Tahap di berkas", "Nominal (Rp)", "Bank", "Gelombang", "DIR", "Hitungan komponen",
        "Kolom lain", "Berkas",
    )  # fmt: skip
    return Section("daftar_tahap", "Daftar per tahap", columns, rows)


def staged(subject: Subject) -> Section:
    found = BnbaRow.objects.filter(enrollment__in=subject.enrollments).select_related("file__stored").order_by("pk")
    rows: Rows = [
        (each.file.stored.name, f"{each.sheet}:{each.row}", each.get_verdict_display(), each.values, each.before)
        for each in found
    ]
    columns = ("Berkas", "Lembar:baris", "Hasil", "Isi baris", "Yang digantikan")
    return Section("baris_bnba", "Baris pada berkas BNBA", columns, rows)


def poverty(subject: Subject) -> Section:
    wanted = Q(pk__in=())
    if subject.member.nik:
        wanted |= Q(nik=subject.member.nik)
    if subject.household.no_kk:
        wanted |= Q(no_kk=subject.household.no_kk)
    found = PovertyRow.objects.filter(wanted).select_related("list").order_by("pk")
    rows: Rows = [(each.list, each.row, each.name, each.nik, each.no_kk) for each in found]
    return Section("data_kemiskinan", "Data kemiskinan daerah", ("Daftar", "Baris", "Nama", "NIK", "Nomor KK"), rows)


def kroscek(subject: Subject) -> Section:
    found = KroscekResult.history.filter(entry__in=_entries(subject)).select_related("by", "entry__round")
    rows: Rows = [
        (each.entry.round, each.get_outcome_display(), each.checked_on, each.get_basis_display(),
         each.get_exit_reason_display(), each.note, subject.who(each.by), each.history_date)
        for each in found.order_by("history_date", "history_id")
    ]  # fmt: skip
    columns = ("Daftar", "Hasil", "Diperiksa", "Dasar", "Alasan usul keluar", "Keterangan", "Oleh", "Dicatat")
    return Section("kroscek", "Kroscek, termasuk yang kemudian diubah", columns, rows)


def proposals(subject: Subject) -> Section:
    about = Q(member__isnull=True) | Q(member=subject.member.pk)
    found = Proposal.objects.filter(about, result__entry__in=_entries(subject)).select_related(
        "result__entry__round", "member"
    )
    rows: Rows = [(each.result.entry.round, each.label, each.old, each.new) for each in found]
    return Section("usulan", "Perubahan yang diusulkan kroscek", ("Daftar", "Data", "Semula", "Menjadi"), rows)


def rechecks(subject: Subject) -> Section:
    found = RecheckItem.objects.filter(entry__in=_entries(subject)).select_related("sample__round", "sample__checker")
    rows: Rows = []
    for item in found:
        results = item.results.select_related("by")
        rows += [
            (item.sample.round, item.sample.drawn_at, each.get_verdict_display(), each.get_outcome_display(), each.note,
             subject.who(each.by))
            for each in results
        ] or [(item.sample.round, item.sample.drawn_at, "Terambil, belum diperiksa", "", "", "")]  # fmt: skip
    columns = ("Daftar", "Diambil", "Hasil", "Yang ditemukan", "Keterangan", "Oleh")
    return Section("uji_petik", "Uji petik", columns, rows)


def determined(subject: Subject) -> Section:
    found = DeterminedRow.objects.filter(entry__in=_entries(subject)).select_related("determination__ba__round")
    rows: Rows = [
        (each.determination.ba.round, each.determination.determined_at, each.layak_bayar, each.get_outcome_display(),
         each.values)
        for each in found.order_by("pk")
    ]  # fmt: skip
    columns = ("Daftar", "Ditetapkan", "Layak bayar", "Hasil", "Isi yang ditetapkan")
    return Section("penetapan", "Penetapan", columns, rows)


def cards(subject: Subject) -> Section:
    rows: Rows = [
        (each.number, each.account, each.bank, each.branch, each.purpose, each.nominal, each.get_state_display(),
         each.received_at, each.slot)
        for each in subject.cards
    ]  # fmt: skip
    columns = ("Nomor KKS", "Rekening", "Bank", "Cabang", "Untuk", "Nominal (Rp)", "Keadaan", "Diterima", "Sesi")
    return Section("kartu", "Kartu Keluarga Sejahtera", columns, rows)


def card_events(subject: Subject) -> Section:
    found = KksEvent.objects.filter(card__in=subject.cards).select_related("by", "card", "slot")
    rows: Rows = [
        (each.at, each.words, each.get_to_state_display(), subject.who(each.by), each.receiver_name,
         each.get_reason_display(), each.note, each.proof_words)
        for each in found.order_by("card", "number")
    ]  # fmt: skip
    columns = ("Waktu", "Kejadian", "Keadaan", "Oleh", "Penerima", "Sebab", "Catatan", "Bukti")
    return Section("riwayat_kartu", "Riwayat kartu", columns, rows)


def siks(subject: Subject) -> Section:
    keys = [subject.member.pk or -1, *([0] if subject.member.is_pengurus else [])]
    found = SiksChange.objects.filter(household=subject.household, member_key__in=keys).select_related("by")
    rows: Rows = [
        (each.at, each.about, each.get_kind_display(), each.field, each.old, each.new, each.reason,
         subject.who(each.by),
         [f"{act.get_verdict_display()} {act.at:%d-%m-%Y}" for act in each.acts.all()])
        for each in found.prefetch_related("acts")
    ]  # fmt: skip
    columns = ("Waktu", "Tentang", "Jenis", "Data", "Semula", "Menjadi", "Alasan", "Oleh", "Di SIKS-NG")
    return Section("siks_ng", "Perubahan untuk SIKS-NG", columns, rows)


def compared(subject: Subject) -> Section:
    found = SiksDifference.objects.filter(household=subject.household).select_related("comparison__stored")
    rows: Rows = [
        (each.comparison.at, each.comparison.stored.name, each.get_category_display(), each.name, each.nik, each.no_kk)
        for each in found
    ]
    columns = ("Waktu", "Berkas SIKS-NG", "Hasil", "Nama", "NIK", "Nomor KK")
    return Section("banding_siks", "Perbandingan dengan SIKS-NG", columns, rows)


PROGRAMS: tuple[Gather, ...] = (
    identity, others, enrollments, rounds, staged, poverty, kroscek, proposals, rechecks, determined, cards,
    card_events, siks, compared,
)  # fmt: skip
