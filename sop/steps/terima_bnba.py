"""Receiving the ministry's list: the step needs an applied file of the cycle's Round (contract.md, Rounds)."""

from pkh_sembako.lib.numbers import thousands
from programs.card_layouts import CARD_LISTS
from programs.enums import FileState
from programs.models import BnbaFile, Round
from sop.models import Target
from sop.steps.base import Handler


class TerimaBnba(Handler):
    link = "Buka berkas BNBA"

    def unmet(self, target: Target) -> list[str]:
        return missing_file(target.cycle.round)

    def url(self, target: Target) -> str:
        return "/bnba/"


def missing_file(the_round: Round) -> list[str]:
    """What a Round lacks to begin, in words."""
    files = BnbaFile.objects.filter(round=the_round).exclude(layout__in=CARD_LISTS)
    if files.filter(state=FileState.APPLIED).exists():
        return []
    waiting = files.filter(state=FileState.CHECKED).count()
    if waiting:
        return [f"BNBA {the_round}: {thousands(waiting)} berkas sudah diperiksa tetapi belum diterapkan"]
    return [f"BNBA {the_round}: belum ada berkas yang diterapkan"]
