"""Short words for the screen: activities as titles, durations and states as an officer says them."""

from sop.enums import StepState
from sop.models import Step

ACTIVITIES = {
    "terima_bnba": "Terima BNBA",
    "kroscek": "Kroscek data",
    "berita_acara": "Berita Acara kroscek",
    "penetapan": "Penetapan hasil",
    "kirim_berita_acara": "Kirim Berita Acara",
    "rapat": "Rapat koordinasi",
    "persiapan_validasi": "Persiapan validasi",
    "split_data": "Pembagian data",
    "pertemuan_awal": "Pertemuan awal",
    "validasi": "Validasi calon",
    "penutupan_data": "Penutupan data",
    "berita_acara_fc": "Berita Acara final closing",
    "pengolahan_data": "Pengolahan data",
    "pertemuan_kelompok": "Pertemuan kelompok",
    "pemutakhiran": "Pemutakhiran data",
    "verifikasi_komitmen": "Verifikasi komitmen",
    "integrasi": "Integrasi ke pusat",
    "resertifikasi": "Resertifikasi",
    "graduasi": "Graduasi",
    "pemberdayaan": "Pemberdayaan",
    "penyaluran": "Penyaluran bantuan",
    "rekonsiliasi": "Rekonsiliasi",
    "monev": "Monitoring dan evaluasi",
    "terima_surat": "Terima surat Kemensos",
    "kirim_surat": "Kirim surat",
    "terima_data": "Terima data",
    "koordinasi_bank": "Koordinasi bank",
    "koordinasi_desa": "Koordinasi desa",
    "jadwal_kks": "Jadwal pembagian kartu",
    "terima_jadwal": "Terima jadwal",
    "distribusi_kks": "Pembagian kartu (KKS)",
    "terima_kks": "Penerimaan kartu (KKS)",
    "pengaduan": "Pengaduan",
}
TONES = {
    StepState.WAITING: "netral",
    StepState.ACTIVE: "proses",
    StepState.PAUSED: "netral",
    StepState.SUBMITTED: "peringatan",
    StepState.RETURNED: "peringatan",
    StepState.DONE: "positif",
    StepState.SKIPPED: "netral",
}
RECURRING = {"bulanan": "setiap bulan", "triwulanan": "4 kali setahun", "menyesuaikan": "menyesuaikan"}


def title(step: Step) -> str:
    """Like "Kroscek data": the first activity, or the kegiatan itself."""
    return ACTIVITIES.get(step.activities[0], step.kegiatan) if step.activities else step.kegiatan


def duration(unit: str, amount: int | None) -> str:
    """Like "5 hari kerja", "1 jam", "setiap bulan"."""
    return RECURRING.get(unit) or f"{amount} {unit.replace('_', ' ')}"
