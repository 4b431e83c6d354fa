"""Forms of the office's settings page."""

import re
from string import Formatter

from django import forms

from pkh_sembako.lib.forms import BerkasField, KitForm, KitModelForm
from pkh_sembako.office.colour import LEAST_CONTRAST, contrast_with_white
from pkh_sembako.office.enums import PARAF
from pkh_sembako.office.models import COLOUR, Office

# Fields in the order of the page, under their headings.
SECTIONS = (
    ("Identitas", ("name", "government", "place", "address", "phone", "email", "website", "whatsapp", "instagram")),
    ("Tampilan", ("brand_colour", "new_logo", "remove_logo")),
    ("Kertas dan huruf", ("paper", "margin_top", "margin_bottom", "margin_left", "margin_right", "font", "font_size")),
    ("Nomor surat", ("number_source", "number_template", "classification")),
    ("Tautan pribadi", ("link_days",)),
    ("Uji petik kroscek", ("recheck_percent", "recheck_least")),
)
PLACEHOLDERS = {"klasifikasi", "nomor", "bulan_romawi", "tahun"}


class OfficeForm(KitModelForm):
    new_logo = BerkasField(
        label="Lambang daerah",
        extensions=["png", "jpg", "jpeg"],
        max_mb=2,
        required=False,
        help_text="Gambar PNG atau JPEG, paling besar 2 MB; disimpan paling lebar 512 piksel.",
    )
    remove_logo = forms.BooleanField(label="Hapus lambang yang sekarang", required=False)

    class Meta:
        model = Office
        fields = [name for _, names in SECTIONS for name in names if name not in ("new_logo", "remove_logo")]
        widgets = {"brand_colour": forms.TextInput(attrs={"type": "color"})}

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(heading, [self[name] for name in names]) for heading, names in SECTIONS]

    def clean_brand_colour(self) -> str:
        colour = self.cleaned_data["brand_colour"].lower()
        COLOUR(colour)
        contrast = contrast_with_white(colour)
        if contrast < LEAST_CONTRAST:
            shown = f"{int(contrast * 10) / 10}".replace(".", ",")
            raise forms.ValidationError(
                f"Tulisan putih di atas warna ini sulit dibaca (kontras {shown} : 1, paling sedikit 4,5 : 1)."
                " Pilih warna yang lebih tua."
            )
        return colour

    def clean_number_template(self) -> str:
        template = self.cleaned_data["number_template"]
        try:
            used = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        except ValueError as error:
            raise forms.ValidationError("Kurung kurawal pada pola nomor tidak berpasangan.") from error
        if unknown := sorted(used - PLACEHOLDERS):
            raise forms.ValidationError(f"Isian {{{unknown[0]}}} tidak dikenal pada pola nomor.")
        if re.search(r"\{\w+[^}\w]", template):
            raise forms.ValidationError("Isian pada pola nomor ditulis tanpa tambahan, misalnya {nomor}.")
        if "nomor" not in used:
            raise forms.ValidationError("Pola nomor harus memuat {nomor}.")
        return template


class ChainForm(KitForm):
    roles = forms.MultipleChoiceField(
        label="Pemberi paraf",
        choices=[(post.value, post.label) for post in PARAF],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Urutannya mengikuti jenjang. Kepala Dinas selalu terakhir dan menetapkan.",
    )
    mark_optional = False
