"""Ready texts for the questions that come most often; the office changes them as it likes."""

from complaints.enums import Subject

OPENING = "Yth. {nama},\n\nTerima kasih atas laporan {tiket} tentang {perihal}.\n\n"
CLOSING = (
    "\n\nBila jawaban ini belum menyelesaikan masalah Anda, balas dalam 10 hari kerja dan laporan kami buka kembali."
)


def _text(title: str, subject: str, body: str) -> dict[str, str]:
    return {"title": title, "subject": subject, "text": f"{OPENING}{body}{CLOSING}"}


TEXTS = (
    _text(
        "KKS hilang: cara mengganti",
        Subject.CARD_LOST,
        "Kartu yang hilang diganti oleh bank penyalur. Mintalah surat keterangan hilang dari kepolisian, lalu "
        "datanglah ke kantor cabang bank dengan membawa KTP dan KK asli. Penggantian kartu tidak dipungut "
        "biaya oleh Dinas Sosial. Bantuan yang belum diambil tetap ada di rekening.",
    ),
    _text(
        "PIN terblokir: cara membuka",
        Subject.PIN_BLOCKED,
        "PIN yang salah tiga kali akan terblokir. Datanglah ke kantor cabang bank penyalur dengan membawa "
        "KKS, KTP, dan KK asli untuk membuat PIN baru. Jangan memberitahukan PIN kepada siapa pun, termasuk "
        "pendamping.",
    ),
    _text(
        "Kartu belum diterima: jadwal pembagian",
        Subject.CARD_NOT_RECEIVED,
        "Kartu dibagikan menurut jadwal di setiap desa dan tidak dapat diwakilkan tanpa surat kuasa. Undangan "
        "berisi hari, jam, dan tempat disampaikan melalui desa. Bila Anda sudah melewati jadwal, kartu "
        "disimpan dan dapat diambil pada jadwal susulan.",
    ),
    _text(
        "Saldo nol: bantuan belum masuk",
        Subject.BALANCE_EMPTY,
        "Bantuan disalurkan Kementerian Sosial melalui bank setiap tahap, dan tanggal masuknya tidak sama "
        "untuk semua rekening. Nama Anda sudah kami periksa pada daftar bayar tahap ini; hasilnya kami "
        "sampaikan bersama jawaban ini. Bila tahap ini sudah lewat dan saldo tetap nol, kami tanyakan kepada "
        "bank penyalur.",
    ),
    _text(
        "Bantuan berhenti: alasan dan yang dapat dilakukan",
        Subject.STOPPED,
        "Kepesertaan dapat berhenti karena hasil pemutakhiran, tidak lagi memenuhi syarat, atau data yang "
        "tidak padan dengan Dukcapil. Datanglah ke loket Dinas Sosial dengan membawa KTP dan KK. Petugas "
        "menjelaskan alasannya, dan bila alasan itu keliru Anda dapat menandatangani Berita Acara Klarifikasi "
        "untuk diusulkan kembali.",
    ),
    _text(
        "Data tidak padan: perbaikan di Dukcapil",
        Subject.DATA_MISMATCH,
        "NIK, nama, dan tanggal lahir harus sama dengan data Dukcapil. Perbaiki dahulu datanya di kantor "
        "Dukcapil dengan membawa KTP dan KK, lalu kabari pendamping agar diusulkan pada pemutakhiran "
        "berikutnya.",
    ),
    _text(
        "Pengurus meninggal: penggantian pengurus",
        Subject.HEAD_DIED,
        "Penerima bantuan dapat digantikan anggota keluarga dalam KK yang sama. Siapkan akta atau surat "
        "keterangan kematian, KTP, dan KK yang baru, lalu hubungi pendamping atau loket Dinas Sosial. "
        "Penggantian diusulkan melalui SIKS-NG dan kartu baru diterbitkan bank.",
    ),
    _text(
        "Layak tetapi tidak mendapat: cara mengusulkan",
        Subject.LEFT_OUT,
        "Penerima bantuan dipilih dari data tunggal sosial ekonomi nasional menurut desil. Usulan disampaikan "
        "melalui musyawarah desa/kelurahan atau menu Usul pada aplikasi Cek Bansos. Dinas Sosial tidak dapat "
        "menambah penerima secara langsung.",
    ),
    _text(
        "Desil tidak sesuai: pemutakhiran desil",
        Subject.DESIL,
        "Desil ditetapkan dari data tunggal sosial ekonomi nasional, bukan oleh Dinas Sosial. Pemutakhiran "
        "diusulkan melalui desa/kelurahan atau pendamping, lalu dihitung kembali. Perubahannya berlaku pada "
        "tahap sesudahnya.",
    ),
    _text(
        "Penerima yang sudah mampu: pemeriksaan",
        Subject.WELL_OFF,
        "Laporan Anda kami teruskan kepada pendamping dan pemerintah desa untuk diperiksa di lapangan. Bila "
        "benar, keluarga itu diusulkan keluar pada pemutakhiran berikutnya. Nama pelapor tidak disampaikan "
        "kepada siapa pun.",
    ),
    _text(
        "Informasi: syarat dan cara menjadi penerima",
        Subject.INFORMATION,
        "Penerima PKH dan Program Sembako dipilih dari data tunggal sosial ekonomi nasional. Periksa nama "
        "Anda di cekbansos.kemensos.go.id atau datang ke loket Dinas Sosial dengan membawa KTP. Semua layanan "
        "gratis.",
    ),
    _text(
        "Diteruskan ke instansi lain",
        "",
        "Jawaban atas laporan ini berada pada instansi lain. Laporan sudah kami teruskan, dan jawabannya kami "
        "sampaikan kepada Anda begitu kami terima.",
    ),
)
