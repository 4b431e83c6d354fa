"""What letters may belong to: a Round, or the determination whose numbers a Keputusan prints."""

from pkh_sembako.documents import matters
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.numbers import thousands
from programs.exports.berita_acara_words import FULL_NAMES
from programs.models import Determination, Round


def offer() -> None:
    """Tell the documents which matters there are."""
    matters.offer("round", matters.Source(_rounds, _facts_of_round))
    matters.offer("determination", matters.Source(_determinations, _facts_of_determination))


def _rounds() -> list[tuple[str, str]]:
    return [(f"round:{row.pk}", str(row)) for row in Round.objects.all()]


def _facts_of_round(pk: int) -> matters.Facts | None:
    the_round = Round.objects.filter(pk=pk).first()
    return _words(the_round) if the_round else None


def _words(the_round: Round) -> matters.Facts:
    return {
        "program": FULL_NAMES.get(the_round.program, the_round.get_program_display()),
        "siklus": str(the_round),
        "tahap": str(the_round.tahap),
        "tahun": str(the_round.tahun),
    }


def _determinations() -> list[tuple[str, str]]:
    rows = Determination.objects.select_related("ba__round")
    return [(f"determination:{row.pk}", _label(row)) for row in rows]


def _label(row: Determination) -> str:
    version = f" (perbaikan {row.ba.version - 1})" if row.ba.version > 1 else ""
    return f"{row.ba.round}{version}, {thousands(row.families)} keluarga"


def _facts_of_determination(pk: int) -> matters.Facts | None:
    """None too while the determination has no Berita Acara to name."""
    row = Determination.objects.select_related("ba__round").filter(pk=pk).first()
    document = row.document if row else None
    if row is None or document is None:
        return None
    return _words(row.ba.round) | {
        "keluarga": thousands(row.families),
        "layak_bayar": thousands(row.payable),
        "tidak_layak": thousands(row.families - row.payable),
        "ba_nomor": document.number,
        "ba_tanggal": tanggal(document.dated),
        "sidik_jari": row.list_hash,
    }
