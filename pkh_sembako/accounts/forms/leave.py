"""Leave of a pendamping and the substitute."""

from typing import Any

from pkh_sembako.accounts.models import Posting, Substitution, User, overseen
from pkh_sembako.accounts.services.leave import MAY_REPLACE
from pkh_sembako.lib.forms import KitModelForm, TanggalField


class SubstitutionForm(KitModelForm):
    starts = TanggalField(label="Mulai")
    ends = TanggalField(label="Sampai", help_text="Penggantian berakhir dengan sendirinya sesudah tanggal ini.")
    letter_date = TanggalField(label="Tanggal surat", required=False)

    class Meta:
        model = Substitution
        fields = ["absent", "substitute", "starts", "ends", "basis", "letter_number", "letter_date"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = Posting.objects.in_force().filter(role__in=MAY_REPLACE)
        self.fields["absent"].queryset = overseen(user)
        self.fields["absent"].empty_label = "Pilih pendamping"
        self.fields["substitute"].queryset = User.objects.filter(pk__in=able.values("user"), is_active=True).order_by(
            "full_name"
        )
        self.fields["substitute"].empty_label = "Pilih pengganti"
        self.fields["basis"].choices = [("", "Pilih dasar"), *Substitution._meta.get_field("basis").choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("letter_number") and not data.get("letter_date") and "letter_date" not in self.errors:
            self.add_error("letter_date", "Isi tanggal surat.")
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """The service says in its own words what the constraints refuse."""
        return super()._get_validation_exclusions() | {"absent"}
