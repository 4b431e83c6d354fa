"""The text every kind of letter starts from. Words in double braces are filled in (see `placeholders`)."""

from pkh_sembako.documents.enums import LetterKind

RULES = (
    "Undang-Undang Nomor 13 Tahun 2011 tentang Penanganan Fakir Miskin;\n"
    "Peraturan Presiden Nomor 63 Tahun 2017 tentang Penyaluran Bantuan Sosial Secara Non Tunai;\n"
    "Peraturan Menteri Sosial Nomor 1 Tahun 2018 tentang Program Keluarga Harapan;\n"
    "Peraturan Menteri Sosial Nomor 5 Tahun 2021 tentang Pelaksanaan Program Sembako."
)
ATTENTION = "Demikian disampaikan, atas perhatian dan kerja samanya diucapkan terima kasih."

TEXTS: dict[str, dict[str, str]] = {
    LetterKind.KEPUTUSAN: {
        "menimbang": (
            "bahwa telah dilaksanakan validasi data keluarga penerima manfaat {{ program }} Tahap {{ tahap }} "
            "Tahun {{ tahun }} di {{ kabupaten }};\n"
            "bahwa hasil validasi dituangkan dalam Berita Acara Nomor {{ ba_nomor }} tanggal {{ ba_tanggal }};\n"
            "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b perlu menetapkan "
            "Keputusan Kepala {{ dinas }} tentang hasil validasi tersebut."
        ),
        "mengingat": RULES,
        "memutuskan": (
            "Menetapkan hasil validasi {{ siklus }} sebanyak {{ keluarga }} keluarga, terdiri atas {{ layak_bayar }} "
            "keluarga layak bayar dan {{ tidak_layak }} keluarga tidak layak bayar.\n"
            "Daftar keluarga sebagaimana dimaksud dalam Diktum KESATU adalah lampiran Berita Acara Nomor "
            "{{ ba_nomor }} tanggal {{ ba_tanggal }} dengan sidik jari {{ sidik_jari }}.\n"
            "Hasil validasi disampaikan kepada Kementerian Sosial sebagai bahan penetapan penerima bantuan.\n"
            "Keputusan ini mulai berlaku pada tanggal ditetapkan."
        ),
    },
    LetterKind.SK_TIM: {
        "menimbang": (
            "bahwa dalam rangka validasi data keluarga penerima manfaat {{ siklus }} perlu dibentuk tim validasi;\n"
            "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a perlu menetapkan Keputusan Kepala "
            "{{ dinas }} tentang tim validasi."
        ),
        "mengingat": RULES,
        "memutuskan": (
            "Membentuk tim validasi {{ siklus }} dengan susunan sebagaimana tercantum dalam Lampiran Keputusan ini.\n"
            "Tim sebagaimana dimaksud dalam Diktum KESATU bertugas melaksanakan validasi, memeriksa hasilnya, dan "
            "melaporkannya kepada Kepala {{ dinas }}.\n"
            "Keputusan ini mulai berlaku pada tanggal ditetapkan."
        ),
    },
    LetterKind.SURAT_TUGAS: {
        "dasar": "Pelaksanaan {{ siklus }} di {{ kabupaten }}.",
        "untuk": ("Melaksanakan {{ hal }};\nMelaporkan hasilnya kepada Kepala {{ dinas }} setelah tugas selesai."),
        "penutup": "Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab.",
    },
    LetterKind.UNDANGAN: {
        "pembuka": ("Sehubungan dengan pelaksanaan {{ siklus }}, kami mengharap kehadiran Saudara pada:"),
        "penutup": ATTENTION,
    },
    LetterKind.PEMBERITAHUAN: {
        "pembuka": (
            "Dengan hormat diberitahukan bahwa {{ dinas }} akan melaksanakan kegiatan {{ siklus }}.\n"
            "Sehubungan dengan hal tersebut, mohon bantuan Saudara untuk menyampaikannya kepada keluarga penerima "
            "manfaat di wilayah Saudara."
        ),
        "penutup": ATTENTION,
    },
    LetterKind.NOTULENSI: {
        "pembuka": "Pada {{ hari_acara }} bertempat di {{ tempat_acara }} telah dilaksanakan {{ acara }}.",
        "pembahasan": "Pelaksanaan {{ siklus }}.",
        "kesimpulan": "Tindak lanjut dilaksanakan sesuai jadwal {{ siklus }}.",
    },
    LetterKind.JAWABAN: {
        "pembuka": (
            "Sehubungan dengan laporan Saudara nomor {{ tiket }} tanggal {{ tanggal_laporan }} tentang "
            "{{ perihal_laporan }}, dengan hormat kami sampaikan:\n"
            "{{ jawaban }}"
        ),
        "penutup": (
            "Bila jawaban ini belum menyelesaikan masalah Saudara, laporan dapat dibuka kembali dengan nomor dan kode "
            "laporan, atau melalui {{ dinas }}.\n"
            "Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih."
        ),
    },
}
