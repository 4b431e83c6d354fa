"""The head of a Berita Acara of cards: date, place, who signs; the number where the agenda gives it."""

from typing import Any

from django import forms
from django.utils import timezone

from pkh_sembako.lib.forms import KitForm, TanggalField
from pkh_sembako.office.models import Desa, DesaKind, NumberSource
from pkh_sembako.office.queries import the_office
from programs.models import Kks, KksBeritaAcara, Round
from programs.services.kks.ba import Head, Signer
from programs.services.kks.scheduling import usual_place

PARTIES = ("dinas", "desa", "bank")


class BaForm(KitForm):
    dated = TanggalField(label="Tanggal Berita Acara")
    place = forms.CharField(label="Tempat", max_length=120)
    dinas_name = forms.CharField(label="Nama petugas Dinas Sosial/TKSK", max_length=120)
    dinas_title = forms.CharField(label="Jabatan petugas Dinas Sosial", max_length=120)
    dinas_nip = forms.CharField(label="NIP petugas Dinas Sosial", max_length=30, required=False)
    desa_name = forms.CharField(label="Nama kepala desa/lurah", max_length=120)
    desa_title = forms.CharField(label="Jabatan di desa/kelurahan", max_length=120)
    bank_institution = forms.CharField(label="Bank penyalur", max_length=120)
    bank_name = forms.CharField(label="Nama petugas bank", max_length=120)
    bank_title = forms.CharField(label="Jabatan petugas bank", max_length=120)
    number = forms.CharField(
        label="Nomor dari agenda sekretariat", max_length=80, required=False, help_text="Diperlukan saat diterbitkan."
    )
    reason = forms.CharField(
        label="Mengapa dibuat versi baru", max_length=200, required=False, help_text="Tercetak pada Berita Acara baru."
    )

    def __init__(
        self, *args: Any, the_round: Round, desa: Desa, before: KksBeritaAcara | None, by_name: str, **kwargs: Any
    ) -> None:
        self.desa = desa
        kwargs["initial"] = _first(the_round, desa, before, by_name)
        super().__init__(*args, **kwargs)
        if the_office().number_source != NumberSource.AGENDA:
            del self.fields["number"]
        if before is None:
            del self.fields["reason"]

    def head(self) -> Head:
        """What `ba.make` asks."""
        data = self.cleaned_data
        own = {
            "dinas": the_office().name,
            "desa": f"Pemerintah {self.desa.get_kind_display()} {self.desa.name}",
            "bank": data["bank_institution"],
        }
        signers = (
            Signer(own[who], data[f"{who}_title"], data[f"{who}_name"], data.get(f"{who}_nip") or "") for who in PARTIES
        )
        return Head(data["dated"], data["place"], tuple(signers))


def _first(the_round: Round, desa: Desa, before: KksBeritaAcara | None, by_name: str) -> dict[str, Any]:
    """As the last paper of the desa had it; Dinas and bank as the last one of the round."""
    papers = KksBeritaAcara.objects.filter(round=the_round)
    near = before or papers.filter(desa=desa).first()
    last = near or papers.first()
    bank = Kks.objects.filter(round=the_round, desa=desa).exclude(bank="").values_list("bank", flat=True).first()
    found: dict[str, Any] = {
        "dated": timezone.localdate(),
        "place": near.place if near else usual_place(desa),
        "dinas_name": by_name,
        "dinas_title": "Petugas Dinas Sosial",
        "desa_title": "Lurah" if desa.kind == DesaKind.KELURAHAN else "Kepala Desa",
        "bank_institution": bank or "Bank penyalur",
        "bank_title": "Petugas bank penyalur",
    }
    if last:
        found |= _of("dinas", last.signers[0]) | _of("bank", last.signers[2])
        found["bank_institution"] = last.signers[2]["institution"]
    return found | (_of("desa", near.signers[1]) if near else {})


def _of(who: str, signer: dict[str, str]) -> dict[str, str]:
    return {f"{who}_{name}": signer[name] for name in ("name", "title", "nip")}
