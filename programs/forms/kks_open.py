"""What is done with several cards of a desa: another session, not handed over, back to the bank."""

from typing import Any

from django import forms

from pkh_sembako.lib.dates import hari_tanggal
from pkh_sembako.lib.forms import BerkasField, KitForm, TanggalField
from programs.enums import KksFailure
from programs.forms.kks import PAPERS
from programs.models import KksSlot

TIME = {"type": "time", "step": "300"}
NEW = "baru"


class MoveForm(KitForm):
    """One of the desa's sessions, or for whoever plans a new one."""

    session = forms.ChoiceField(label="Sesi", error_messages={"required": "Pilih sesinya."})
    day = TanggalField(label="Tanggal sesi tambahan", required=False)
    start = forms.TimeField(label="Mulai", required=False, widget=forms.TimeInput(format="%H:%M", attrs=TIME))
    end = forms.TimeField(label="Selesai", required=False, widget=forms.TimeInput(format="%H:%M", attrs=TIME))
    team = forms.IntegerField(label="Tim", min_value=1, max_value=50, required=False, initial=1)
    place = forms.CharField(label="Tempat", max_length=120, required=False)
    note = forms.CharField(label="Alasan dijadwalkan ulang", max_length=100)

    def __init__(self, *args: Any, sessions: list[tuple[KksSlot, int]], may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(slot.pk), _words(slot, left)) for slot, left in sessions]
        self.fields["session"].choices = [*own, *([(NEW, "Sesi tambahan")] if may_add else [])]
        for name in ("start", "end"):
            self.fields[name].error_messages["invalid"] = "Tulis jam, misalnya 08:00."
        if not may_add:
            for name in ("day", "start", "end", "team", "place"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("session") != NEW:
            return cleaned
        for name in ("day", "start", "end", "team", "place"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"Isi {self.fields[name].label.lower()}.")
        if cleaned.get("start") and cleaned.get("end") and cleaned["start"] >= cleaned["end"]:
            self.add_error("end", "Jam selesai harus sesudah jam mulai.")
        return cleaned


def _words(slot: KksSlot, left: int) -> str:
    return f"{hari_tanggal(slot.day)}, {slot.start:%H.%M}–{slot.end:%H.%M}, {slot.place} (tempat untuk {left} kartu)"


class FailAllForm(KitForm):
    reason = forms.ChoiceField(
        label="Alasan",
        choices=KksFailure.choices,
        initial=KksFailure.ABSENT,
        error_messages={"required": "Pilih alasannya."},
    )
    proof = BerkasField(label="Pindaian daftar atau foto bukti", extensions=PAPERS, max_mb=20)
    note = forms.CharField(label="Catatan", max_length=200, required=False)


class ReturnForm(KitForm):
    note = forms.CharField(label="Alasan pengembalian", max_length=200)
    proof = BerkasField(label="Tanda terima bank atau bukti lain", extensions=PAPERS, max_mb=20)
