"""The form of desa that were told."""

from typing import Any

from django import forms

from pkh_sembako.documents.services.files import LARGEST_MB
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField
from pkh_sembako.office.models import Desa
from sop.enums import DesaChannel

# What came through a personal link is recorded by the link itself.
BY_HAND = [(value, label) for value, label in DesaChannel.choices if value != DesaChannel.LINK]


class InformedForm(KitForm):
    """Which desa, when and how; the Dinas adds what the kecamatan sent."""

    desa = forms.ModelMultipleChoiceField(
        Desa.objects.none(),
        label="Desa yang sudah diberi tahu",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang paling sedikit satu desa."},
    )
    on = TanggalField(label="Tanggal diberi tahu")
    channel = forms.ChoiceField(label="Cara", choices=BY_HAND)
    upload = BerkasField(
        label="Bukti dari kecamatan",
        extensions=["pdf", "jpg", "jpeg", "png"],
        max_mb=LARGEST_MB,
        required=False,
        help_text="Surat, daftar hadir, atau tangkapan pesan.",
    )

    def __init__(self, *args: Any, desa: list[Desa], needs_evidence: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desa"].queryset = Desa.objects.filter(pk__in=[each.pk for each in desa]).order_by("name")
        self.fields["upload"].required = needs_evidence
