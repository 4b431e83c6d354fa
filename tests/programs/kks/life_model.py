"""What may happen to a card, written down a second time in the words of the SOP, without database or machine.

Shares nothing with programs.transitions: would both say the same by one table, a mistake in it could not be seen.
"""

from collections import Counter
from dataclasses import dataclass, field

AT_OFFICE = {"received", "scheduled", "invited", "rescheduled"}
WITH_FAMILY = {"handed_over", "not_activated", "blocked"}
LIVE = AT_OFFICE | WITH_FAMILY | {"failed"}
GROUP_OF = (
    dict.fromkeys(WITH_FAMILY, "handed_over")
    | dict.fromkeys(AT_OFFICE | {"failed", "damaged"}, "to_do")
    | {"returned": "returned", "lost": "lost", "replaced": "replaced"}
)
GROUPS = ("received", "handed_over", "to_do", "returned", "lost", "replaced")
AFTER = {  # verb -> the state it ends in
    "schedule": "scheduled", "reschedule": "rescheduled", "unschedule": "received", "invite": "invited",
    "hand_over": "handed_over", "fail": "failed", "withdraw": "received", "send_back": "returned", "lose": "lost",
    "damage": "damaged", "not_activate": "not_activated", "block": "blocked", "activate": "handed_over",
    "replace": "replaced",
}  # fmt: skip
TIMES = ("schedule", "reschedule", "invite")  # no more of them after three absences
REPLACEABLE = {"lost", "damaged", "blocked", "not_activated", "returned"}


FROM = {  # verb -> the states in which a card can make the move
    "schedule": {"received"},
    "reschedule": {"failed"},
    "unschedule": {"scheduled", "invited", "rescheduled"},
    "invite": {"scheduled", "rescheduled"},
    "hand_over": AT_OFFICE | {"failed"},
    "fail": AT_OFFICE,
    "withdraw": {"handed_over"},
    "send_back": set(GROUP_OF) - {"handed_over", "returned", "replaced"},
    "lose": set(GROUP_OF) - {"lost", "returned", "replaced"},
    "damage": AT_OFFICE | WITH_FAMILY | {"failed"},
    "not_activate": {"handed_over"},
    "block": {"handed_over", "not_activated"},
    "activate": {"not_activated", "blocked"},
    "replace": REPLACEABLE,
}


@dataclass
class Card:
    """`told` is every move in order; `sent` the forms that were taken, by key."""

    family: int
    desa: str
    number: str
    state: str = "received"
    told: list[str] = field(default_factory=lambda: ["receive"])
    sent: dict[str, str] = field(default_factory=dict)
    absent: int = 0
    giver: str = ""
    replaced_by: str = ""

    def can(self, verb: str, who: str = "") -> bool:
        if verb in TIMES and self.absent >= 3:
            return False
        return self.state in FROM[verb] and not (verb == "withdraw" and who == self.giver)

    def answers(self, verb: str, key: str, who: str = "") -> str:
        """ "moved", "same" (this form was taken before) or "refused" for a form that is sent."""
        if key in self.sent:
            return "same" if self.sent[key] == verb else "refused"
        return "moved" if self.can(verb, who) else "refused"

    def move(self, verb: str, key: str = "", *, who: str = "", absent: bool = False) -> None:
        self.state = AFTER[verb]
        self.told.append(verb)
        self.absent += absent
        if key:
            self.sent[key] = verb
        if verb == "hand_over":
            self.giver = who


def tally(cards: list[Card]) -> dict[str, tuple[int, ...]]:
    """By desa: how many were received, and where they are, counted one by one."""
    found: dict[str, Counter[str]] = {}
    for card in cards:
        found.setdefault(card.desa, Counter()).update(["received", GROUP_OF[card.state]])
    return {desa: tuple(counted[group] for group in GROUPS) for desa, counted in found.items()}
