"""Which enrollment states may follow which: one table for the model, the set-wise moves and the database's guard."""

from typing import NamedTuple

from programs.enums import EnrollmentStatus as S


class Move(NamedTuple):
    sources: list[S]
    target: S


# Graduated is the end of the road: a family that needs help again is proposed anew to Kemensos.
ENROLLMENT_MOVES = {
    "validate": Move([S.CANDIDATE], S.VALIDATED),
    "activate": Move([S.CANDIDATE, S.VALIDATED, S.SUSPENDED, S.LEFT], S.ACTIVE),
    "suspend": Move([S.CANDIDATE, S.VALIDATED, S.ACTIVE], S.SUSPENDED),
    "leave": Move([S.CANDIDATE, S.VALIDATED, S.ACTIVE, S.SUSPENDED], S.LEFT),
    "graduate": Move([S.ACTIVE, S.SUSPENDED], S.GRADUATED),
    "refuse": Move([S.CANDIDATE, S.VALIDATED], S.NOT_ELIGIBLE),
    "reconsider": Move([S.NOT_ELIGIBLE, S.LEFT], S.CANDIDATE),
}
