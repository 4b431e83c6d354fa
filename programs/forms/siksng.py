"""Forms of the SIKS-NG pages: filters, the statement, the export that is read back, its purpose."""

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from pkh_sembako.lib.forms import BerkasField, FilterForm, KitForm
from programs.enums import Program
from programs.models import SiksChange
from programs.models.siksng import SiksKind
from programs.queries import siksng

AGES = [
    ("3", "3 hari atau lebih"),
    ("7", "7 hari atau lebih"),
    ("14", "14 hari atau lebih"),
    ("30", "30 hari atau lebih"),
]
LARGEST_MB = 200  # a CSV; a workbook may have 20 MB, which the reader's guard says
EVERYTHING = ("", "Semua")


class SiksFilter(FilterForm):
    """Filters of /siks-ng/, all in the URL."""

    kecamatan = forms.ChoiceField(label="Kecamatan")
    desa = forms.ChoiceField(label="Desa/kelurahan")
    jenis = forms.ChoiceField(label="Jenis perubahan", choices=[EVERYTHING, *SiksKind.choices])
    umur = forms.ChoiceField(label="Menunggu selama", choices=[EVERYTHING, *AGES])
    tahap = forms.ChoiceField(label="Penetapan tahap")

    def __init__(self, data: QueryDict, *, found: QuerySet[SiksChange]):
        super().__init__(data)
        places = siksng.places(found)
        kecamatan = dict.fromkeys((code, name) for code, name, _, _ in places)
        chosen = data.get("kecamatan", "")
        self.fields["kecamatan"].choices = [EVERYTHING, *kecamatan]
        named = [(code, name) for part, _, code, name in places if part == chosen]
        self.fields["desa"].choices = [EVERYTHING if named else ("", "Pilih kecamatan dahulu"), *named]
        self.fields["tahap"].choices = [EVERYTHING, *((str(row.pk), str(row)) for row in siksng.rounds(found))]


class EnteredForm(KitForm):
    """One statement for all that was chosen."""

    agreed = forms.BooleanField(label="Saya sudah menginput nilai baru ini di SIKS-NG.")
    note = forms.CharField(
        label="Catatan", max_length=200, required=False, help_text="Misalnya nomor usulan di SIKS-NG."
    )


class CompareForm(KitForm):
    """The export of SIKS-NG."""

    program = forms.ChoiceField(label="Program", choices=Program, widget=forms.RadioSelect, initial=Program.PKH)
    berkas = BerkasField(
        label="Berkas ekspor SIKS-NG",
        extensions=["xlsx", "csv"],
        max_mb=LARGEST_MB,
        help_text="Berkas .xlsx sampai 20 MB dan 100.000 baris, atau .csv sampai 500.000 baris; NIK sebagai teks.",
    )


class PurposeForm(KitForm):
    keperluan = forms.CharField(
        label="Untuk apa data ini diunduh",
        max_length=200,
        help_text="Keperluan ini tercatat bersama nama Anda dan dapat dibaca inspektorat.",
    )
