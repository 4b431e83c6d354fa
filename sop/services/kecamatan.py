"""A kecamatan's kroscek: handed in, accepted, given back.

While the SOP's kroscek step is at work, the kecamatan's share is moved by its door. Before a cycle runs, and after the
step is closed (correction, returned Berita Acara), a kecamatan is only locked and unlocked.
"""

from dataclasses import dataclass

from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Kecamatan
from programs.models import Round
from programs.queries import kroscek as queries
from programs.services import kroscek
from sop.enums import CLOSED_STEPS, CycleState
from sop.models import Assignment
from sop.services import runs
from sop.transitions import Verb

ACTIVITY = "kroscek"


@dataclass(frozen=True)
class Place:
    """One kecamatan of one Round, as one user sees it."""

    round: Round
    kecamatan: Kecamatan
    share: Assignment | None
    user: User

    @property
    def is_at_work(self) -> bool:
        return self.share is not None and self.share.state not in CLOSED_STEPS

    def verbs(self) -> set[Verb]:
        """What the user may do now: SUBMIT, FINISH, RETURN."""
        if self.share is not None and self.is_at_work:
            return set(runs.available(self.share, self.user)) & {Verb.SUBMIT, Verb.FINISH, Verb.RETURN}
        if not queries.open_rounds().filter(pk=self.round.pk).exists():
            return set()
        if self.kecamatan.pk in queries.locked_codes(self.round):
            return {Verb.RETURN} if self.user.may(Permission.DRAFT_BERITA_ACARA) else set()
        return {Verb.SUBMIT} if self._may_hand_in() else set()

    def _may_hand_in(self) -> bool:
        if self.kecamatan.pk in self.user.kecamatan_codes:
            return self.user.may(Permission.REVIEW_KROSCEK)
        vacant = not Directory().holders(["korcam"], self.kecamatan.pk)
        return vacant and self.user.may(Permission.DRAFT_BERITA_ACARA)

    def act(self, verb: Verb, note: str = "") -> str:
        """Do it; what was done, in words."""
        if self.share is not None and self.is_at_work:
            return runs.move(self.share, verb, by=self.user, note=note).sentence
        if verb not in self.verbs():
            raise DomainError("Tindakan ini tidak berlaku sekarang, atau bukan wewenang Anda. Muat ulang halaman.")
        if verb == Verb.SUBMIT:
            kroscek.lock(self.round, self.kecamatan, by=self.user)
            return f"Kroscek Kec. {self.kecamatan} dikirim."
        kroscek.unlock(self.round, self.kecamatan, by=self.user, reason=note)
        return f"Kroscek Kec. {self.kecamatan} dikembalikan."


def shares(the_round: Round) -> dict[str, Assignment]:
    """Shares of the running cycle's kroscek step, per kecamatan code."""
    found = Assignment.objects.filter(
        step_run__cycle__round=the_round,
        step_run__cycle__state=CycleState.RUNNING,
        step_run__step__activities__contains=ACTIVITY,
    )
    related = found.select_related("kecamatan", "submitted_by", "step_run__step", "step_run__cycle__round")
    return {share.kecamatan_id: share for share in related}
