"""Forms of the survey: the citizen's, a period, its wording, paper sheets, a file, a service, a plan."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from complaints import skm
from complaints.enums_skm import AgeBand, RespondentSex, Schooling, Work
from complaints.models import Survey, SurveyQuestion, SurveyService
from complaints.services.skm import FIELDS, Sheet
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.forms import BerkasField, KitForm, KitModelForm, TanggalField

LARGEST_POPULATION = 100_000_000
SHEETS_AT_ONCE = 10
ABOUT = ("age", "sex", "schooling", "work")


def _radios(number: int) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=f"Pertanyaan {number}",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": f"Pilih satu jawaban untuk pertanyaan {number}."},
    )


def _about(label: str, choices: list[tuple[str, str]], unsaid: str = "Tidak ingin menyebutkan") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", unsaid), *choices], required=False)


class AnswerForm(KitForm):
    """The citizen's page: nine questions of four radios, then himself in bands, then a free word."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Muat ulang halaman survei ini."),
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    u1 = _radios(1)
    u2 = _radios(2)
    u3 = _radios(3)
    u4 = _radios(4)
    u5 = _radios(5)
    u6 = _radios(6)
    u7 = _radios(7)
    u8 = _radios(8)
    u9 = _radios(9)
    age = _about("Umur", AgeBand.choices)
    sex = _about("Jenis kelamin", RespondentSex.choices)
    schooling = _about("Pendidikan terakhir", Schooling.choices)
    work = _about("Pekerjaan utama", Work.choices)
    suggestion = forms.CharField(
        label="Saran untuk kami",
        help_text="Jangan menulis nama, NIK, atau nomor telepon.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    human = forms.CharField(
        label="Pertanyaan penutup",
        help_text="Supaya survei ini tidak diisi oleh mesin. Jawab dengan satu kata atau angka.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Jawab pertanyaan terakhir."},
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        for asked in survey.questions.all():
            self.fields[asked.code].choices = list(enumerate(asked.answers, start=1))  # type: ignore[attr-defined]
            self[asked.code].label = f"{asked.element}. {asked.text}"

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[code] for code in skm.CODES]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ABOUT]

    def sheet(self) -> Sheet:
        """What was answered, today."""
        data = self.cleaned_data
        about = {name: data[name] for name in FIELDS}
        return Sheet(tuple(data[code] for code in skm.CODES), timezone.localdate(), about)


class PeriodForm(KitForm):
    """When a service is surveyed, and of how many the sample is drawn. `service` only for a new period."""

    service = forms.ModelChoiceField(SurveyService.objects.filter(is_active=True), label="Layanan")
    opens_on = TanggalField(label="Mulai")
    closes_on = TanggalField(label="Sampai", help_text="Dalam tahun yang sama; SKM dihitung per tahun.")
    population = forms.IntegerField(
        label="Banyaknya penerima layanan setahun",
        help_text="Dari angka ini dihitung jumlah responden yang diperlukan (Krejcie dan Morgan).",
        min_value=1,
        max_value=LARGEST_POPULATION,
    )

    def __init__(self, *args: Any, survey: Survey | None = None, **kwargs: Any) -> None:
        if survey is not None:
            names = ("opens_on", "closes_on", "population")
            kwargs["initial"] = {name: getattr(survey, name) for name in names}
        super().__init__(*args, **kwargs)
        if survey is not None:
            del self.fields["service"]


class WordingForm(KitModelForm):
    """One question with its four answers, from the worst to the best."""

    class Meta:
        model = SurveyQuestion
        fields = ("text", "answer1", "answer2", "answer3", "answer4")
        labels = {
            "text": "Pertanyaan",
            "answer1": "Jawaban 1 (terburuk)",
            "answer2": "Jawaban 2",
            "answer3": "Jawaban 3",
            "answer4": "Jawaban 4 (terbaik)",
        }


class ServiceForm(KitModelForm):
    class Meta:
        model = SurveyService
        fields = ("name", "slug", "is_active")
        labels = {"name": "Nama layanan", "slug": "Kode pada alamat"}
        help_texts = {
            "slug": "Huruf kecil, angka, dan tanda hubung. Tercetak pada poster: jangan diubah sesudah dicetak."
        }
        error_messages = {
            "name": {"unique": "Layanan dengan nama ini sudah ada."},
            "slug": {
                "unique": "Kode ini sudah dipakai layanan lain.",
                "invalid": "Isi kode dengan huruf, angka, atau -.",
            },
        }


class PaperForm(KitForm):
    """One paper sheet of the grid: nine digits and the day; a line without digits counts for nothing."""

    mark_optional = False
    answers = forms.CharField(
        label="Jawaban u1 sampai u9",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "344343433"}),
    )
    on = TanggalField(label="Tanggal", required=False)
    age = _about("Umur", AgeBand.choices, "Kosong")
    sex = _about("Jenis kelamin", RespondentSex.choices, "Kosong")
    schooling = _about("Pendidikan", Schooling.choices, "Kosong")
    work = _about("Pekerjaan", Work.choices, "Kosong")

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        self.survey = survey
        super().__init__(*args, **kwargs)

    def clean_answers(self) -> tuple[int, ...]:
        """344343433, also written 3 4 4 3 4 3 4 3 3."""
        typed = "".join(self.cleaned_data["answers"].replace(",", " ").split())
        if not typed:
            return ()
        if wrong := next((digit for digit in typed if digit not in "1234"), ""):
            raise forms.ValidationError(f"Jawaban hanya 1, 2, 3, atau 4, bukan {wrong!r}.")
        if len(typed) != len(skm.CODES):
            raise forms.ValidationError(f"Isi sembilan angka, bukan {len(typed)}.")
        return tuple(map(int, typed))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("answers"):
            return data
        day = data.get("on")
        survey = self.survey
        if day is None and "on" not in self.errors:
            self.add_error("on", "Isi tanggal lembar ini.")
        elif day and not survey.opens_on <= day <= survey.closes_on:
            span = f"{tanggal(survey.opens_on)} sampai {tanggal(survey.closes_on)}"
            self.add_error("on", f"Tanggal di luar masa survei ({span}).")
        elif day and day > timezone.localdate():
            self.add_error("on", "Tanggal tidak boleh sesudah hari ini.")
        return data

    def sheet(self) -> Sheet | None:
        """None for a line left empty."""
        data = self.cleaned_data
        answers = data.get("answers")
        return Sheet(answers, data["on"], {name: data[name] for name in ABOUT}) if answers else None


class ImportForm(KitForm):
    berkas = BerkasField(label="Berkas jawaban", extensions=["xlsx", "csv"], max_mb=10)
    on = TanggalField(label="Tanggal untuk baris tanpa kolom tanggal")


class PlanForm(KitForm):
    """Rencana tindak lanjut of one unsur."""

    action = forms.CharField(label="Yang akan dilakukan", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    owner = forms.CharField(label="Penanggung jawab", max_length=120)
    due = TanggalField(label="Selesai paling lambat")


class ReportForm(KitForm):
    """The yearly report: its date and, where the agenda gives it, its number."""

    dated = TanggalField(label="Tanggal laporan")
    number = forms.CharField(label="Nomor laporan", max_length=80, required=False, help_text="Dari agenda sekretariat.")
