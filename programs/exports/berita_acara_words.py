"""The sentences of the Berita Acara hasil kroscek, from counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pkh_sembako.lib.dates import tanggal_pendek
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.lib.terbilang import hari_tanggal_terbilang, terbilang
from programs.enums import ExitReason, Outcome, Program
from programs.exports.berita_acara import Finding, Recap, Row
from programs.queries.kroscek import KecamatanTotals

FULL_NAMES = {Program.PKH: "Program Keluarga Harapan (PKH)", Program.SEMBAKO: "Program Sembako"}
OUTCOME_WORDS = {
    Outcome.MATCHES: "sesuai",
    Outcome.CHANGED: "sesuai dengan perubahan data (berubah)",
    Outcome.NOT_FOUND: "tidak ditemukan",
    Outcome.PROPOSED_EXIT: "diusulkan keluar dari kepesertaan (usul keluar)",
}
# Rules the kroscek rests on, and the office's own SOP as its paper names it; a number the scan lost is not printed.
RULES = {
    Program.PKH: "Peraturan Menteri Sosial Nomor 1 Tahun 2018 tentang Program Keluarga Harapan",
    Program.SEMBAKO: "Peraturan Menteri Sosial Nomor 5 Tahun 2021 tentang Pelaksanaan Program Sembako",
}
SOPS = {
    ("35.20", Program.PKH): "Standar Operasional Prosedur Pendampingan Program Keluarga Harapan (PKH) Dinas Sosial "
    "Kabupaten Magetan Tahun 2023",
    ("35.20", Program.SEMBAKO): "Standar Operasional Prosedur Pendampingan Program Sembako Nomor "
    "188/48/Kept./403.107/2023",
    ("62.09", Program.PKH): "Standar Operasional Prosedur Program Penerimaan Bantuan Program Keluarga Harapan (PKH) "
    "Nomor 800/2128/DINSOS.B/XI/2023",
    ("63.72", Program.PKH): "Standar Operasional Prosedur Kegiatan Pendampingan Program Keluarga Harapan Dinas Sosial "
    "Kota Banjarbaru Tahun 2019",
    ("33.14", Program.PKH): "Standar Pelayanan Program Keluarga Harapan Dinas Sosial Kabupaten Sragen Nomor "
    "460/2339/09/2022",
}


def count(number: int, unit: str = "keluarga") -> str:
    """Like "1.204 (seribu dua ratus empat) keluarga"."""
    return f"{thousands(number)} ({terbilang(number)}) {unit}"


def opening(day: date, place: str) -> str:
    words = hari_tanggal_terbilang(day)
    return (
        f"Pada hari ini, {words} ({tanggal_pendek(day)}), bertempat di {place}, kami yang bertanda tangan di bawah ini:"
    )


def basis(office_code: str, program: str, replaced: str) -> tuple[str, ...]:
    """What the Berita Acara rests on; `replaced` names the one it corrects, or is empty."""
    sop = SOPS.get((office_code, Program(program)))
    return tuple(line for line in (RULES[Program(program)], sop, replaced) if line)


def findings(
    parts: list[KecamatanTotals],
    whole: KecamatanTotals,
    *,
    the_round: str,
    program: str,
    differences: Mapping[str, Any],
) -> tuple[Finding, ...]:
    """The numbered results: the list, the outcomes, what follows from them, what changed since the last Round."""
    unpaid = whole.families - whole.payable
    name = FULL_NAMES[Program(program)]
    made = [
        Finding(
            f"Kroscek dilaksanakan terhadap seluruh keluarga penerima manfaat {name} pada daftar {the_round}, yaitu "
            f"{count(whole.families)} di {count(len(parts), 'kecamatan')}, dengan hasil:",
            tuple(f"{OUTCOME_WORDS[one]}: {count(whole.outcomes[one])}" for one in Outcome) + _bulk(whole),
        ),
        Finding(
            "Berdasarkan hasil tersebut:",
            (
                f"dinyatakan layak bayar: {count(whole.payable)}",
                f"dinyatakan tidak layak bayar: {count(unpaid)}",
            ),
        ),
    ]
    if whole.exit_reasons:
        made.append(Finding("Keluarga yang diusulkan keluar, menurut alasannya:", _reasons(whole)))
    made.append(comparison(differences, whole))
    return tuple(made)


def _bulk(whole: KecamatanTotals) -> tuple[str, ...]:
    if not whole.in_bulk:
        return ()
    return (f"dari yang sesuai, {count(whole.in_bulk)} dicatat secara sekaligus dengan satu pernyataan pemeriksa",)


def _reasons(whole: KecamatanTotals) -> tuple[str, ...]:
    found = ((ExitReason(code).label, number) for code, number in whole.exit_reasons.items())
    return tuple(f"{label[0].lower()}{label[1:]}: {count(number)}" for label, number in sorted(found))


def comparison(differences: Mapping[str, Any], whole: KecamatanTotals) -> Finding:
    """Against the previous determined Round of the programme."""
    if not differences:
        return Finding("Belum ada hasil kroscek tahap sebelumnya yang ditetapkan sebagai pembanding.")
    before = differences["keluarga_sebelumnya"]
    payable = sum(differences["hasil_sebelumnya"].get(one, 0) for one in (Outcome.MATCHES, Outcome.CHANGED))
    return Finding(
        f"Dibandingkan dengan hasil kroscek {differences['tahap']}:",
        (
            f"jumlah keluarga pada daftar {_moved(before, whole.families)}",
            f"baru di daftar: {count(differences['baru_di_daftar'])}; tidak lagi di daftar: "
            f"{count(differences['tidak_lagi_di_daftar'])}",
            f"jumlah keluarga layak bayar {_moved(payable, whole.payable)}",
        ),
    )


def _moved(before: int, now: int) -> str:
    if before == now:
        return f"tetap, yaitu {thousands(now)}"
    verb = "bertambah" if now > before else "berkurang"
    return f"{verb} {thousands(abs(now - before))}, dari {thousands(before)} menjadi {thousands(now)}"


def set_aside(told: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Steps of the SOP that were let pass or skipped (`services.berita_acara.SetAside`); none: nothing."""
    if not told:
        return ()
    text = "Hal yang dikesampingkan dalam pelaksanaan Standar Operasional Prosedur sebelum Berita Acara ini disusun:"
    return (Finding(text, tuple(map(_one_set_aside, told))),)


def left_out(told: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Links that fell out of the signing chain (`services.chain.LeftOut`); none: nothing."""
    if not told:
        return ()
    text = "Paraf yang tidak diminta dalam rantai penandatanganan Berita Acara ini:"
    return (Finding(text, tuple(f"{one['title']}, karena {one['reason']}" for one in told)),)


def _one_set_aside(one: Mapping[str, Any]) -> str:
    place = f" di Kecamatan {one['kecamatan']}" if one["kecamatan"] else ""
    return (
        f"langkah {one['step']} ({one['title']}){place} {one['act']} oleh {one['by']}, {one['office']}, pada tanggal "
        f"{one['on']} dengan alasan: “{one['reason'].rstrip('.')}”"
    )


def recheck(counted: Mapping[str, int]) -> tuple[Finding, ...]:
    """The uji petik as drafted (`queries.recheck.RecheckTotals.as_json`); no sample drawn: nothing."""
    if not counted:
        return ()
    return (
        Finding(
            "Uji petik dilaksanakan oleh orang lain daripada pemeriksa pertama terhadap "
            f"{count(counted['ditarik'])} yang ditarik secara acak: {count(counted['diperiksa'])} diperiksa ulang, "
            f"{count(counted['berbeda'])} di antaranya berbeda dari hasil pertama."
        ),
    )


def list_finding(*, printed: bool, file_name: str) -> Finding:
    """Where the list by name and address stands; the hashes that prove it unchanged close the document."""
    where = "Lampiran III dan dalam buku kerja" if printed else "buku kerja"
    return Finding(
        f"Daftar keluarga menurut nama dan alamat (BNBA) tercantum dalam {where} {file_name}, yang merupakan bagian "
        "tidak terpisahkan dari Berita Acara ini. Sidik jari (SHA-256) daftar dan buku kerja dicantumkan pada akhir "
        "dokumen ini."
    )


def decision(program: str) -> Finding:
    """What is determined, and what stays with the ministry."""
    return Finding(
        "PIHAK KEDUA menetapkan hasil kroscek ini sebagai acuan dan bahan laporan kepada Kementerian Sosial. "
        f"Penetapan penerima dan penyaluran bantuan {FULL_NAMES[Program(program)]} tetap menjadi kewenangan "
        "Kementerian Sosial."
    )


CLOSING = (
    "Demikian Berita Acara ini dibuat dengan sebenarnya untuk dapat dipergunakan sebagaimana mestinya. Apabila di "
    "kemudian hari terdapat kekeliruan, akan diadakan perbaikan dengan Berita Acara perbaikan."
)


def by_kecamatan(parts: list[KecamatanTotals], whole: KecamatanTotals) -> Recap:
    """Lampiran I."""
    heads = ("Sesuai", "Berubah", "Tidak ditemukan", "Usul keluar", "Jumlah", "Layak bayar")
    return Recap(heads, tuple(map(_outcomes, parts)), _outcomes(whole))


def _outcomes(part: KecamatanTotals) -> Row:
    return Row(part.name, (*(part.outcomes[one] for one in Outcome), part.families, part.payable))


def by_reason(parts: list[KecamatanTotals], whole: KecamatanTotals) -> Recap:
    """Lampiran II: only kecamatan with a family that is proposed to leave."""
    heads = (*(reason.label for reason in ExitReason), "Jumlah")
    some = [part for part in parts if part.exit_reasons]
    return Recap(heads, tuple(map(_exits, some)), _exits(whole))


def _exits(part: KecamatanTotals) -> Row:
    counts = tuple(part.exit_reasons.get(reason, 0) for reason in ExitReason)
    return Row(part.name, (*counts, sum(counts)))
