"""What the gallery shows: every component of docs/ui-kit.md with invented contents, so that a page can be built from
it and a test can walk it. Nothing here reads the database."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pkh_sembako.lib.access import Permission, allowed
from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm, NikField, RupiahField, TanggalField

WHEN = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
TONES = ("netral", "proses", "positif", "peringatan", "negatif")
STOPPED = "Baris 813 tidak dapat dibaca. Perbaiki berkasnya, lalu unggah lagi."
WRONG = {"nik": "352007570890090", "jumlah": "lima ratus", "tanggal": "32-13-2026"}


@allowed(Permission.MANAGE_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page; what is sent to it is refused as by any form, and nothing is kept."""
    return render(request, "galeri/galeri.html", examples(), status=422 if request.method == "POST" else 200)


class SampleForm(KitForm):
    """A field of every kind."""

    nama = forms.CharField(label="Nama lengkap", help_text="Seperti pada KTP.")
    nik = NikField(label="NIK", required=False)
    jumlah = RupiahField(label="Jumlah bantuan")
    tanggal = TanggalField(label="Tanggal diperiksa")
    program = forms.ChoiceField(label="Program", choices=[("pkh", "PKH"), ("sembako", "Sembako")])
    hasil = forms.ChoiceField(
        label="Hasil", choices=[("sesuai", "Sesuai"), ("berubah", "Berubah")], widget=forms.RadioSelect
    )
    catatan = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    berkas = BerkasField(label="Berkas", required=False, extensions=["xlsx", "csv"], max_mb=20)
    setuju = forms.BooleanField(label="Saya menyatakan isian ini benar")


class SampleFilter(FilterForm):
    q = forms.CharField(label="Cari nama")
    status = forms.ChoiceField(label="Status", choices=[("", "Semua"), ("aktif", "Aktif")])


def examples() -> dict[str, Any]:
    """The context of `galeri/galeri.html`."""
    return {"tones": TONES} | _forms() | _work() | _figures() | _talk()


def _forms() -> dict[str, Any]:
    chosen = SampleFilter(QueryDict("q=Melati&status=aktif"))
    chosen.is_valid()
    return {
        "blank_form": SampleForm(prefix="isian"),
        "wrong_form": SampleForm({f"galat-{name}": value for name, value in WRONG.items()}, prefix="galat"),
        "filter_form": chosen,
    }


def _work() -> dict[str, Any]:
    late = {"words": "Lewat 2 hari kerja", "tone": "negatif", "due": WHEN}
    soon = {"words": "Sisa 3 hari kerja", "tone": "proses", "due": WHEN, "outer": WHEN, "outer_passed": False}
    soon["outer_name"] = "Batas Kemensos"
    task = {"title": "Kroscek 12 keluarga", "url": "#tugas", "area": "Kec. Contoh", "count": 12, "tone": "proses"}
    return {
        "late": late,
        "soon": soon,
        "tasks": [task | {"deadline": late, "state_label": "Belum selesai", "group": "PKH Tahap 4 2026"}],
        "wizard_steps": [("Unggah", "#alur"), ("Petakan kolom", None), ("Periksa", None)],
        "tabs": [
            {"label": "Anggota", "url": "#alur", "current": True, "count": 3},
            {"label": "Riwayat", "url": "#alur"},
        ],
        "steps": [
            {"no": 1, "label": "Terima BNBA", "tone": "positif", "words": "Selesai", "url": "#alur"},
            {"no": 2, "label": "Kroscek data", "tone": "negatif", "words": "Lewat 2 hari"},
        ],
        "job": {"stage": "Memeriksa baris", "done": 812, "total": 2500, "message": "baris 812", "error": STOPPED},
    }


def _figures() -> dict[str, Any]:
    outcomes = [("Sesuai", 380, "positif"), ("Berubah", 24, "proses"), ("Usul keluar", 8, "negatif")]
    ranked = [
        {"label": "Kec. Contoh Barat", "done": 90, "total": 100, "tone": "positif", "url": "#angka"},
        {"label": "Kec. Contoh Timur", "done": 40, "total": 100, "tone": "peringatan"},
    ]
    return {"outcomes": outcomes, "ranked": ranked}


def _talk() -> dict[str, Any]:
    change = {"label": "Alamat", "before": "Jl. Melati 1", "after": "Jl. Kenanga 7"}
    return {
        "rows": [
            {"label": "Keluarga", "value": "412"},
            {"label": "Alamat", "value": "Jl. Contoh 1", "url": "#bicara", "action": "Ubah"},
        ],
        "events": [
            {
                "when": WHEN,
                "who": "Petugas Contoh",
                "what": "Data keluarga diubah",
                "note": "Menurut kunjungan rumah.",
                "tone": "proses",
                "changes": [change],
            }
        ],
        "purposes": [("kroscek", "Kroscek keluarga"), ("loket", "Menjawab warga")],
        "receipt_links": [{"label": "Unduh Berita Acara (PDF)", "url": "#bicara"}],
    }
