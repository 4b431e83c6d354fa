"""Handing the cards out (SOP Sembako 9): done when no card is without an outcome; from the control totals alone."""

from django.db.models import F, Sum

from pkh_sembako.lib.numbers import thousands
from programs.models import KksTally
from programs.queries import kks_ba
from sop.models import StepRun, Target
from sop.steps.base import Handler

WORST = 3  # kecamatan named in a sentence


class DistribusiKks(Handler):
    link = "Buka kartu"
    unit = "kartu"

    def unmet(self, target: Target) -> list[str]:
        received, to_do, _ = _sums(target)
        if not received:
            return [f"Belum ada kartu {target.cycle.round} yang diterima dari bank"]
        return [f"{thousands(to_do)} kartu belum ada hasilnya ({_worst(target)})"] if to_do else []

    def progress(self, target: Target) -> tuple[int, int] | None:
        received, to_do, _ = _sums(target)
        return (received - to_do, received) if received else None

    def progress_by_kecamatan(self, run: StepRun) -> dict[str, tuple[int, int]]:
        rows = (
            KksTally.objects.filter(round=run.cycle.round_id)
            .order_by()
            .values_list("desa__kecamatan")
            .annotate(settled=Sum(F("received") - F("to_do")), all=Sum("received"))
        )
        return {code: (settled, received) for code, settled, received in rows}

    def url(self, target: Target) -> str:
        return f"/kks/?tahap={target.cycle.round_id}"

    def papers(self, target: Target) -> tuple[str, str] | None:
        """How many desa have signed; no condition of handing in, for a desa may sign after its last card."""
        code = target.kecamatan.pk if target.kecamatan else ""
        found = kks_ba.counts(target.cycle.round, code)
        if not found["desa"]:
            return None
        words = f"Berita Acara serah terima final: {found['final']} dari {found['desa']} desa"
        if found["returns"]:
            words += f"; pengembalian: {found['returns_final']} dari {found['returns']} desa"
        return words, f"/kks/berita-acara/{target.cycle.round_id}/" + (f"?kecamatan={code}" if code else "")


class TerimaKks(DistribusiKks):
    """Families have their cards (SOP Sembako 10): of those that can still reach one, each has."""

    def progress(self, target: Target) -> tuple[int, int] | None:
        _, to_do, handed_over = _sums(target)
        return (handed_over, handed_over + to_do) if handed_over + to_do else None

    def progress_by_kecamatan(self, run: StepRun) -> dict[str, tuple[int, int]]:
        rows = (
            KksTally.objects.filter(round=run.cycle.round_id)
            .order_by()
            .values_list("desa__kecamatan")
            .annotate(done=Sum("handed_over"), all=Sum(F("handed_over") + F("to_do")))
        )
        return {code: (done, total) for code, done, total in rows if total}


def _tallies(target: Target):
    rows = KksTally.objects.filter(round=target.cycle.round_id)
    return rows.filter(desa__kecamatan=target.kecamatan) if target.kecamatan else rows


def _sums(target: Target) -> tuple[int, int, int]:
    """(received, to do, handed over)."""
    sums = _tallies(target).aggregate(received=Sum("received"), to_do=Sum("to_do"), handed_over=Sum("handed_over"))
    return sums["received"] or 0, sums["to_do"] or 0, sums["handed_over"] or 0


def _worst(target: Target) -> str:
    """Kec. Plaosan 12, Kec. Parang 4, and how many kecamatan more."""
    left = (
        _tallies(target)
        .filter(to_do__gt=0)
        .order_by()
        .values_list("desa__kecamatan__name")
        .annotate(left=Sum("to_do"))
        .order_by("-left", "desa__kecamatan__name")
    )
    named = [f"Kec. {name} {thousands(count)}" for name, count in left]
    rest = len(named) - WORST
    return ", ".join(named[:WORST]) + (f", dan {rest} kecamatan lain" if rest > 0 else "")
