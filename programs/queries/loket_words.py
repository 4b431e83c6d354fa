"""What is said at the counter, in words that a citizen understands and that promise nothing.

Recipients and payments are Kemensos's decision, the result of the kroscek the Dinas's (domain.md, corrections).
"""

from programs.enums import EnrollmentStatus as Status
from programs.enums import ExitReason, Outcome, Program

SAYS = {
    Status.CANDIDATE: "Masih calon peserta",
    Status.VALIDATED: "Calon peserta, datanya sudah diperiksa",
    Status.ACTIVE: "Terdaftar dan aktif",
    Status.SUSPENDED: "Terdaftar, tetapi sedang ditangguhkan",
    Status.GRADUATED: "Sudah selesai (graduasi)",
    Status.LEFT: "Pernah terdaftar, sekarang sudah keluar",
    Status.NOT_ELIGIBLE: "Tidak memenuhi syarat",
}
NOT_LISTED = "Tidak terdaftar"
WHY = {
    Status.CANDIDATE: "Calon belum menerima bantuan. Keluarga diundang dahulu ke pertemuan awal untuk validasi.",
    Status.VALIDATED: "Data sudah diperiksa. Bantuan datang bila Kementerian Sosial memasukkannya ke daftar bayar.",
    Status.SUSPENDED: "Selama ditangguhkan keluarga tidak diusulkan untuk dibayar.",
    Status.GRADUATED: "Keluarga dinyatakan sudah mandiri sehingga kepesertaannya selesai.",
    Status.LEFT: "Keluarga sudah tidak berada pada daftar peserta.",
    Status.NOT_ELIGIBLE: "Saat diperiksa, keluarga tidak memenuhi syarat program ini.",
}
WHY_NOT_LISTED = "Keluarga ini tidak ada pada daftar program ini yang diterima Dinas Sosial dari Kementerian Sosial."
NO_OBSTACLE = (
    "Tidak ada halangan yang tercatat di Dinas Sosial. Waktu pencairan ditentukan Kementerian Sosial dan penyalurnya."
)
UNDER_CHECK = "Daftar {round} masih dalam pemeriksaan (kroscek) dan belum ditetapkan."
OUTCOME_WHY = {
    Outcome.NOT_FOUND: "Saat kroscek keluarga tidak ditemukan di alamat yang tercatat.",
    Outcome.PROPOSED_EXIT: "Hasil kroscek mengusulkan keluarga ini keluar: {reason}.",
}
REASONS = {
    ExitReason.NO_COMPONENT: "tidak ada lagi anggota yang memenuhi komponen PKH",
    ExitReason.DECEASED: "penerima meninggal dan tidak ada ahli waris dalam keluarga",
    ExitReason.MOVED: "keluarga pindah",
    ExitReason.ABLE: "keluarga dinilai sudah mampu",
    ExitReason.DOUBLE: "tercatat lebih dari satu kali",
    ExitReason.CIVIL_SERVANT: "ada anggota ASN atau perangkat desa",
    ExitReason.WAGE: "ada anggota berupah di atas upah minimum",
}
PAYABLE, NOT_PAYABLE = "layak bayar menurut hasil kroscek", "tidak layak bayar menurut hasil kroscek"
NEVER_DETERMINED = {
    Program.PKH: "Belum ada hasil kroscek yang ditetapkan untuk keluarga ini.",
    Program.SEMBAKO: "Program Sembako tidak memakai penetapan kroscek; daftarnya datang dari Kementerian Sosial.",
}

PAPERS = ("KTP elektronik pengurus", "Kartu Keluarga yang terbaru")
CARD = "Kartu Keluarga Sejahtera (KKS) dan buku tabungan, bila sudah punya"
DOMICILE = "Surat keterangan domisili dari desa/kelurahan"
PROOF = "Bukti bila alasan di atas tidak benar, misalnya surat keterangan sekolah, puskesmas, atau desa/kelurahan"

DECIDES = {
    Program.PKH: (
        "Penerima dan pembayaran ditetapkan Kementerian Sosial. Dinas Sosial hanya menetapkan hasil kroscek.",
    ),
    Program.SEMBAKO: ("Penerima dan pembayaran ditetapkan Kementerian Sosial dan disalurkan bank penyalur.",),
}
DESIL_BY = "Peringkat kesejahteraan (desil) dihitung BPS dari data DTSEN, bukan oleh Dinas Sosial."
MAY_DO = (
    "Mengajukan usulan atau sanggahan melalui desa/kelurahan; musyawarah desa/kelurahan membahasnya.",
    "Mengajukan sendiri melalui menu usul dan sanggah pada aplikasi Cek Bansos milik Kementerian Sosial.",
)
PROMISE = "Usulan tidak menjamin bantuan. Pengajuan tidak dipungut biaya."


def exit_reason(code: str) -> str:
    return REASONS[ExitReason(code)] if code in ExitReason.values else "alasannya tercatat di Berita Acara"
