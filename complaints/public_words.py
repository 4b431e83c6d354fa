"""What a citizen reads: subjects in plain words and groups, states as sentences, what comes next."""

from complaints.enums import ComplaintState, Subject

# (group, (subject, in plain words)): every subject once, the ones asked most come first.
SUBJECT_GROUPS: tuple[tuple[str, tuple[tuple[Subject, str], ...]], ...] = (
    (
        "Kartu (KKS)",
        (
            (Subject.CARD_LOST, "Kartu hilang atau rusak"),
            (Subject.CARD_NOT_RECEIVED, "Kartu belum saya terima"),
            (Subject.PIN_BLOCKED, "PIN kartu terblokir atau lupa"),
            (Subject.CARD_UNREADABLE, "Kartu tidak terbaca mesin"),
        ),
    ),
    (
        "Uang bantuan",
        (
            (Subject.BALANCE_EMPTY, "Saldo kosong atau bantuan belum masuk"),
            (Subject.STOPPED, "Bantuan saya berhenti"),
            (Subject.AMOUNT_WRONG, "Jumlah bantuan tidak sesuai"),
            (Subject.ACCOUNT_FROZEN, "Rekening dibekukan"),
            (Subject.EWARONG, "Barang atau pelayanan e-warong"),
        ),
    ),
    (
        "Data keluarga saya",
        (
            (Subject.DATA_MISMATCH, "Data tidak cocok dengan KTP atau Kartu Keluarga"),
            (Subject.NAME_WRONG, "Nama salah tulis"),
            (Subject.NIK_DOUBLE, "NIK saya dipakai orang lain (NIK ganda)"),
            (Subject.MOVED, "Pindah alamat"),
            (Subject.HEAD_DIED, "Penerima meninggal atau perlu diganti"),
            (Subject.LISTED_DEAD, "Tercatat meninggal, padahal masih hidup"),
            (Subject.MEMBER_MISSING, "Anak, ibu hamil, atau lansia belum tercatat"),
            (Subject.DESIL, "Desil (peringkat kesejahteraan) tidak sesuai"),
        ),
    ),
    (
        "Siapa yang mendapat bantuan",
        (
            (Subject.LEFT_OUT, "Keluarga layak, tetapi tidak mendapat bantuan"),
            (Subject.WELL_OFF, "Keluarga mampu, tetapi mendapat bantuan"),
            (Subject.DOUBLE_RECIPIENT, "Satu keluarga menerima dua kali"),
            (Subject.GRADUATION, "Dinyatakan lulus (graduasi), padahal belum mampu"),
        ),
    ),
    (
        "Petugas dan kecurangan",
        (
            (Subject.EXTORTION, "Ada pungutan, potongan, atau kartu dipegang orang lain"),
            (Subject.COMPANION, "Pelayanan pendamping"),
        ),
    ),
    (
        "Lain-lain",
        (
            (Subject.INFORMATION, "Saya hanya ingin bertanya"),
            (Subject.OTHER, "Lainnya, atau saya tidak tahu"),
        ),
    ),
)
SUBJECT_WORDS = {str(subject): words for _, group in SUBJECT_GROUPS for subject, words in group}

# (what it is called, what it means) for somebody who does not know the office.
STATES: dict[str, tuple[str, str]] = {
    ComplaintState.RECEIVED: ("Laporan diterima", "Petugas sedang memeriksa apakah laporan Anda sudah lengkap."),
    ComplaintState.VERIFIED: ("Laporan sudah diperiksa", "Laporan Anda lengkap dan akan ditindaklanjuti."),
    ComplaintState.FORWARDED: ("Diteruskan", "Laporan Anda ada pada petugas yang berwenang menyelesaikannya."),
    ComplaintState.IN_PROGRESS: ("Sedang ditindaklanjuti", "Petugas sedang mengerjakan laporan Anda."),
    ComplaintState.ANSWERED: ("Sudah dijawab", "Baca jawabannya, lalu beri tahu kami apakah masalah Anda selesai."),
    ComplaintState.CLOSED: ("Selesai", "Laporan ini sudah selesai."),
    ComplaintState.REOPENED: ("Dibuka kembali", "Laporan Anda ditangani lagi."),
    ComplaintState.REJECTED: ("Tidak dapat kami proses", "Baca alasannya di bawah ini."),
    ComplaintState.MERGED: ("Digabung dengan laporan lain", "Laporan lain tentang hal yang sama sedang ditangani."),
}
