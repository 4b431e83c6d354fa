"""Coordination with the bank (SOP Sembako of Magetan step 3): the data are handed on, and the bank signed for them."""

from programs.enums import Program
from programs.services import bank_data
from sop.models import Target
from sop.steps.base import Checklist


class KoordinasiBank(Checklist):
    """Where no cards are handed out (PKH of Banjarbaru) it stays a checklist."""

    link = "Buka data untuk bank"

    def unmet(self, target: Target) -> list[str]:
        the_round = target.cycle.round
        return bank_data.unmet(the_round) if the_round.program == Program.SEMBAKO else super().unmet(target)

    def url(self, target: Target) -> str:
        return "/data-bank/" if target.cycle.round.program == Program.SEMBAKO else ""
