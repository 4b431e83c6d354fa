"""Which states may follow which, of an enrollment and of a card: one table for the model, the set-wise moves and the
database's guard."""

from typing import NamedTuple

from programs.enums import EnrollmentStatus as S
from programs.enums import KksState as K


class Move(NamedTuple):
    sources: list[S]
    target: S


class KksMove(NamedTuple):
    sources: list[K]
    target: K
    words: str  # as the card's history tells it


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

_AT_THE_OFFICE = [K.RECEIVED, K.SCHEDULED, K.INVITED, K.RESCHEDULED]

# Replaced is the end of the road. A card that was found again goes back to the bank, which has blocked it meanwhile.
KKS_MOVES = {
    "schedule": KksMove([K.RECEIVED], K.SCHEDULED, "Dijadwalkan"),
    "reschedule": KksMove([K.FAILED], K.RESCHEDULED, "Dijadwalkan ulang"),
    "unschedule": KksMove([K.SCHEDULED, K.INVITED, K.RESCHEDULED], K.RECEIVED, "Dikeluarkan dari jadwal"),
    "invite": KksMove([K.SCHEDULED, K.RESCHEDULED], K.INVITED, "Diundang"),
    "hand_over": KksMove([*_AT_THE_OFFICE, K.FAILED], K.HANDED_OVER, "Diserahkan"),
    "fail": KksMove(_AT_THE_OFFICE, K.FAILED, "Gagal diserahkan"),
    "withdraw": KksMove([K.HANDED_OVER], K.RECEIVED, "Penyerahan dibatalkan"),
    "send_back": KksMove(
        [*_AT_THE_OFFICE, K.FAILED, K.DAMAGED, K.BLOCKED, K.NOT_ACTIVATED, K.LOST], K.RETURNED, "Dikembalikan ke bank"
    ),
    "lose": KksMove(
        [*_AT_THE_OFFICE, K.FAILED, K.HANDED_OVER, K.NOT_ACTIVATED, K.BLOCKED, K.DAMAGED], K.LOST, "Dilaporkan hilang"
    ),
    "damage": KksMove(
        [*_AT_THE_OFFICE, K.FAILED, K.HANDED_OVER, K.NOT_ACTIVATED, K.BLOCKED], K.DAMAGED, "Dilaporkan rusak"
    ),
    "not_activate": KksMove([K.HANDED_OVER], K.NOT_ACTIVATED, "Belum dapat dipakai"),
    "block": KksMove([K.HANDED_OVER, K.NOT_ACTIVATED], K.BLOCKED, "Terblokir"),
    "activate": KksMove([K.NOT_ACTIVATED, K.BLOCKED], K.HANDED_OVER, "Dapat dipakai"),
    "replace": KksMove([K.LOST, K.DAMAGED, K.BLOCKED, K.NOT_ACTIVATED, K.RETURNED], K.REPLACED, "Diganti kartu baru"),
}
