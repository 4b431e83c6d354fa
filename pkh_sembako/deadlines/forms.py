"""Forms of the bell."""

from typing import Any

from django import forms

from pkh_sembako.deadlines.enums import ALLOWED, Kind, Way
from pkh_sembako.lib.forms import KitForm

HELP = {
    Kind.NEAR: "Langkah Anda hampir jatuh tempo.",
    Kind.LATE: "Selalu berbunyi di lonceng; yang dapat dipilih hanya pos-elnya.",
    Kind.CHAIN: "Langkah orang lain yang lewat tenggat dan sampai kepada Anda. Selalu berbunyi di lonceng.",
    Kind.NEWS: "Pekerjaan dikembalikan, paraf menunggu Anda, perpanjangan diminta atau diputuskan.",
    Kind.SYSTEM: "Untuk administrator: cadangan gagal atau terlalu lama. Selalu berbunyi di lonceng.",
    Kind.DIGEST: "Satu pos-el saat kantor buka, hanya pada hari kerja dan hanya bila ada isinya.",
}
OF_DIGEST = {Way.MAIL: "Kirim lewat pos-el", Way.OFF: "Jangan kirim"}


class NotificationForm(KitForm):
    """One choice for each kind of message."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for kind, ways in ALLOWED.items():
            words = OF_DIGEST if kind == Kind.DIGEST else {way: way.label for way in ways}
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                help_text=HELP[kind],
                choices=[(way.value, words[way]) for way in ways],
                widget=forms.Select({"class": "form-select"}),
            )

    def ways(self) -> dict[Kind, Way]:
        return {kind: Way(self.cleaned_data[kind.value]) for kind in ALLOWED}
