"""The questions of the public complaint in their order: address, form, template."""

from dataclasses import dataclass
from typing import Any

from complaints.enums import Disclosure
from complaints.forms_public import (
    AnswerForm,
    ContactForm,
    DesaForm,
    IdentityForm,
    KecamatanForm,
    StoryForm,
    SubjectForm,
)

CHECK, FILES, START = "public_check", "public_files", "public_complaint"


@dataclass(frozen=True)
class Step:
    """One question; `url` is the name of its address, `rows` are (answer, label) on the page to check."""

    url: str
    title: str
    form: type[AnswerForm]
    rows: tuple[tuple[str, str], ...]
    template: str = "pengaduan/publik/pertanyaan.html"
    goes_on: bool = False  # a changed answer asks the next question too


STEPS: dict[str, Step] = {
    "perihal": Step(
        "public_subject",
        "Laporan Anda tentang apa?",
        SubjectForm,
        (("perihal", "Tentang"),),
        template="pengaduan/publik/perihal.html",
    ),
    "uraian": Step("public_story", "Apa yang terjadi?", StoryForm, (("uraian", "Cerita"), ("tanggal", "Kapan"))),
    "kecamatan": Step(
        "public_kecamatan",
        "Di mana kejadiannya?",
        KecamatanForm,
        (("kecamatan", "Kecamatan"),),
        goes_on=True,
    ),
    "desa": Step("public_desa", "Di desa mana?", DesaForm, (("desa", "Desa/kelurahan"), ("tempat", "Tempat"))),
    "identitas": Step(
        "public_identity",
        "Siapa Anda?",
        IdentityForm,
        (("identitas", "Nama Anda"),),
        goes_on=True,
    ),
    "kontak": Step(
        "public_contact",
        "Bagaimana kami menghubungi Anda?",
        ContactForm,
        (("nama", "Nama"), ("balasan", "Dijawab lewat"), ("hp", "Nomor HP"), ("email", "Pos-el")),
    ),
}
ORDER = [*(step.url for step in STEPS.values()), FILES, CHECK]
COUNT = len(ORDER) - 1  # the page to check is no question


def _asked(answers: dict[str, Any]) -> list[str]:
    """Addresses of the pages in their order, without those that the answers make needless."""
    nameless = answers.get("identitas") == Disclosure.ANONYMOUS
    return [url for url in ORDER if not (nameless and url == STEPS["kontak"].url)]


def after(step: Step, answers: dict[str, Any]) -> str:
    pages = _asked(answers)
    return pages[pages.index(step.url) + 1]


def before(url: str, answers: dict[str, Any]) -> str:
    """The page before this one; the landing page before the first."""
    pages = _asked(answers)
    at = pages.index(url) if url in pages else 0
    return pages[at - 1] if at else START


def place(url: str) -> int:
    """1 for the first question."""
    return ORDER.index(url) + 1
