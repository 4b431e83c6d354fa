"""Drafts of the two notices of Pasal 46: to the persons and to the lembaga, as letters of the office."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.documents.enums import LetterKind
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Letter
from pkh_sembako.documents.services import letters, templates
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.numbers import thousands
from pkh_sembako.privacy.enums import DataClass, IncidentAct
from pkh_sembako.privacy.models import Incident, IncidentScope
from pkh_sembako.privacy.services import incidents

TO_PERSONS = ["Bapak/Ibu yang namanya tercantum dalam daftar terlampir"]
TO_LEMBAGA = ["Kepala lembaga yang menyelenggarakan pelindungan data pribadi"]
CLOSING = "Keterangan lebih lanjut dapat diminta di Dinas Sosial dengan menyebut nomor insiden di atas."


@transaction.atomic
def draft(scope: IncidentScope, *, by: User) -> tuple[Letter, Letter]:
    """(to the persons, to the lembaga); the account is not named, for letters in the making are read by many."""
    kind, incident = KINDS[LetterKind.PEMBERITAHUAN], scope.incident
    template = templates.current(kind)
    today = timezone.localdate()
    persons = letters.Content(
        subject=f"Pemberitahuan kegagalan pelindungan data pribadi ({incident.code})",
        dated=today,
        addressees=TO_PERSONS,
        attachment=f"Daftar {thousands(scope.persons)} orang",
        blocks={"pembuka": "\n".join(_content(scope, to_person=True)), "penutup": CLOSING},
    )
    lembaga = letters.Content(
        subject=f"Laporan kegagalan pelindungan data pribadi ({incident.code})",
        dated=today,
        addressees=TO_LEMBAGA,
        blocks={"pembuka": "\n".join(_content(scope, to_person=False)), "penutup": CLOSING},
        rows=[
            {"wilayah": f"Kec. {name}", "jumlah": thousands(families), "keterangan": f"{thousands(persons)} orang"}
            for name, families, persons in scope.summary["places"][: letters.MOST_ROWS]
        ],
    )
    made = (
        letters.draft(kind, persons, template=template, by=by),
        letters.draft(kind, lembaga, template=template, by=by),
    )
    numbers = " dan ".join(str(letter.pk) for letter in made)
    incidents.tell(incident, IncidentAct.DRAFTED, by=by, note=f"Konsep surat {numbers} dari perhitungan {scope.number}")
    return made


def _content(scope: IncidentScope, *, to_person: bool) -> list[str]:
    """What data, when and how, and what is done about it (Pasal 46 ayat 2), one paragraph a line."""
    incident = scope.incident
    classes = [str(code.label) for code in DataClass if code in scope.summary["classes"]]
    measures = [entry.note for entry in incident.entries.filter(act__in=MEASURES).order_by("number") if entry.note]
    whose = "Data pribadi Bapak/Ibu" if to_person else f"Data pribadi {thousands(scope.persons)} orang"
    return [
        f"Berdasarkan Pasal 46 Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, kami memberitahukan "
        f"kegagalan pelindungan data pribadi dengan nomor {incident.code}.",
        f"Data yang terungkap atau mungkin terungkap: {_list(classes) or 'sedang diteliti'}. {whose} termasuk.",
        f"Waktu dan cara: antara {_moment(scope.starts)} dan {_moment(scope.ends)}, diketahui "
        f"{_moment(incident.found_at)}. {_sentence(incident.what)} {_sentence(incident.how)}",
        f"Upaya penanganan dan pemulihan: {_list(measures) or 'akses yang bersangkutan ditutup dan diteliti'}.",
    ]


MEASURES = (IncidentAct.NOTE,)


def _list(words: list[str]) -> str:
    return "; ".join(_plain(word).rstrip(".") for word in words)


def _sentence(text: str) -> str:
    text = _plain(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _plain(text: str) -> str:
    """One line; braces would be words of the letter's template."""
    return " ".join(text.split()).replace("{", "(").replace("}", ")")


def _moment(moment: datetime) -> str:
    return tanggal_jam(timezone.localtime(moment))


def of(incident: Incident) -> list[Letter]:
    """The drafts and letters that name this incident."""
    return list(Letter.objects.filter(subject__contains=f"({incident.code})").order_by("pk"))
