"""The machine of a deadline: which act starts where and leads where. `services.clock` obeys this table."""

from pkh_sembako.deadlines.enums import RUNNING, DeadlineState

DEADLINE_MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": ((DeadlineState.OPEN,), DeadlineState.SUBMITTED),
    "return": ((DeadlineState.SUBMITTED,), DeadlineState.OPEN),
    "pause": ((DeadlineState.OPEN,), DeadlineState.PAUSED),
    "resume": ((DeadlineState.PAUSED,), DeadlineState.OPEN),
    "close": ((*RUNNING, DeadlineState.PAUSED), DeadlineState.CLOSED),
}
