"""What the citizens of the demo office report: perihal, saluran, tingkat, uraian, who follows it up, the answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """One story; `handler` is "" where the desk answers by itself."""

    subject: str
    gravity: str
    handler: str
    story: str
    done: str
    answer: str


STORIES = (
    Told("kks_hilang", "normatif", "bank", "Kartu saya hilang di pasar hari Minggu, bantuan bulan ini belum diambil.",
         "Kartu lama sudah diblokir bank, pengganti sedang dicetak.",
         "Kartu pengganti dapat diambil di kantor cabang bank dengan membawa KTP dan KK."),
    Told("saldo_nol", "tidak_berkadar", "korcam", "Tetangga sudah cair tetapi saldo di kartu saya masih nol.",
         "Nama diperiksa pada daftar bayar tahap ini.",
         "Nama Ibu ada pada daftar bayar; bank menyalurkan gelombang kedua pekan depan."),
    Told("informasi", "ringan", "", "Apa saja syarat agar anak saya yang masuk SMP dihitung dalam PKH?",
         "Diperiksa pada data keluarga.",
         "Bawa rapor atau surat keterangan sekolah kepada pendamping agar diusulkan pada pemutakhiran berikutnya."),
    Told("pin_terblokir", "normatif", "bank", "PIN salah tiga kali di e-warong, sekarang kartu tidak bisa dipakai.",
         "Diteruskan ke cabang bank terdekat.",
         "PIN dapat dibuat ulang di kantor cabang bank dengan KKS, KTP, dan KK asli."),
    Told("bantuan_berhenti", "tidak_berkadar", "korkab", "Sejak tahap lalu bantuan berhenti tanpa pemberitahuan.",
         "Riwayat kroscek keluarga dibaca bersama koordinator kecamatan.",
         "Nama keluar karena NIK tidak padan. Perbaiki dahulu di Dukcapil, lalu kabari pendamping."),
    Told("sudah_mampu", "tidak_berkadar", "pendamping", "Ada penerima yang sudah punya toko dan mobil di dusun kami.",
         "Pendamping menjadwalkan kunjungan rumah.",
         "Keluarga itu sudah dikunjungi dan akan diusulkan keluar pada pemutakhiran berikutnya."),
    Told("layak_tidak_dapat", "normatif", "", "Orang tua saya janda, rumahnya gedek, tetapi tidak mendapat bantuan.",
         "Diperiksa pada data kemiskinan.",
         "Usulan disampaikan lewat musyawarah desa atau menu Usul pada aplikasi Cek Bansos."),
    Told("salah_nama", "normatif", "apd", "Nama di kartu tertulis Suyati, seharusnya Suyatmi.",
         "Dicocokkan dengan KK yang dikirim.", "Perbaikan nama sudah diusulkan melalui SIKS-NG."),
    Told("kks_belum_diterima", "normatif", "kecamatan", "Undangan mengambil kartu tidak pernah sampai ke rumah saya.",
         "Jadwal susulan ditanyakan kepada desa.", "Kartu dapat diambil pada jadwal susulan di balai desa."),
    Told("pengurus_meninggal", "tidak_berkadar", "pendamping", "Ibu saya meninggal bulan lalu, bagaimana kartunya?",
         "Pendamping menerima akta kematian.", "Penggantian pengurus diusulkan; kartu baru terbit tahap depan."),
    Told("ewarong", "tidak_berkadar", "korcam", "Beras di e-warong bau apek dan tidak boleh ditukar.",
         "E-warong didatangi bersama perangkat desa.", "E-warong mengganti beras dan ditegur. Kabari bila terulang."),
    Told("desil", "normatif", "", "Di Cek Bansos desil saya 7 padahal saya buruh tani.",
         "Desil diperiksa.", "Desil dihitung dari data nasional; pemutakhirannya diusulkan lewat desa."),
    Told("pendamping", "tidak_berkadar", "korkab", "Pendamping tidak pernah datang pada pertemuan kelompok bulan ini.",
         "Daftar hadir pertemuan diperiksa.", "Jadwal pertemuan sudah ditetapkan lagi dan diumumkan di balai desa."),
    Told("tercatat_meninggal", "tidak_berkadar", "apd", "Saya masih hidup tetapi di data tercatat meninggal.",
         "Data dicocokkan dengan Dukcapil.", "Data di Dukcapil sudah benar; perbaikan diusulkan melalui SIKS-NG."),
)  # fmt: skip
EXTORTION = "Diminta lima puluh ribu rupiah oleh seseorang setiap kali bantuan cair, katanya uang lelah."
CHANNELS = (
    "web",
    "whatsapp",
    "loket",
    "telepon",
    "lapor",
    "web",
    "instagram",
    "kotak",
    "pejabat",
    "web",
    "email",
    "surat",
)
