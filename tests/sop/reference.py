"""The step and cycle machines once more, small and obvious: sets and dictionaries, no database."""

from dataclasses import dataclass, field

WORKING, CLOSED = {"active", "returned"}, {"done", "skipped"}
FROM = {
    "submit": WORKING,
    "waive": WORKING,
    "pause": WORKING,
    "finish": {"submitted"},
    "return": {"submitted"},
    "resume": {"paused"},
    "skip": WORKING | {"paused", "submitted"},
}
TO = {
    "submit": {"submitted", "done"},
    "waive": {"submitted", "done"},
    "pause": {"paused"},
    "finish": {"done"},
    "return": {"returned"},
    "resume": {"active"},
    "skip": {"skipped"},
}
NEEDS_NOTE = {"waive", "pause", "return", "skip"}

# (leads, after, fans out, checked by, money, for candidates)
STEPS = {
    1: ("korkab", (), False, "", False, True),
    2: ("korkab", (1,), False, "", False, False),
    3: ("korcam", (2,), True, "korkab", False, False),
    4: ("operator", (2,), False, "kasi", False, False),
    5: ("operator", (3, 4), False, "", True, False),
    6: ("korkab", (5,), False, "", False, False),
}
PLACES = ("parang", "plaosan")


@dataclass
class Model:
    """Targets are a step's number, or (number, place) for a kecamatan's share."""

    has_candidates: bool
    cycle: str = "prepared"
    states: dict = field(default_factory=lambda: dict.fromkeys(STEPS, "waiting"))
    submitter: dict = field(default_factory=dict)
    shown: set = field(default_factory=set)  # targets that have evidence

    def start(self) -> None:
        self.cycle = "running"
        if not self.has_candidates:
            self.states |= {no: "skipped" for no, facts in STEPS.items() if facts[5]}
        self.advance()

    def advance(self) -> None:
        closed = {no for no in STEPS if self.states[no] in CLOSED}
        for no, (_, after, fans_out, *_) in STEPS.items():
            if self.states[no] == "waiting" and set(after) <= closed:
                self.states[no] = "active"
                if fans_out:
                    self.states |= {(no, place): "active" for place in PLACES}
        if len(closed) == len(STEPS):
            self.cycle = "finished"

    def may(self, target, verb: str, user: str) -> bool:
        no = target if isinstance(target, int) else target[0]
        leads, _, fans_out, checker, money, _ = STEPS[no]
        whole = fans_out and target == no
        if verb == "skip":
            return user == "kabid" and not money
        if verb == "waive":
            return user == "kabid" and not money and not (whole and (no, PLACES[0]) in self.states)
        if verb in ("finish", "return"):
            return bool(checker) and user == checker and self.submitter.get(target) != user
        if fans_out:
            return not whole and user == f"korcam.{target[1]}"
        return user == leads

    def answer(self, target, verb: str, user: str, note: bool) -> str:
        """ "refused", "repeated", or the state that the move leads to."""
        state = self.states[target]
        if self.cycle != "running" or not self.may(target, verb, user):
            return "refused"
        if state in TO[verb] - FROM[verb]:
            return "repeated"
        if state not in FROM[verb] or (verb in NEEDS_NOTE and not note):
            return "refused"
        if verb == "submit" and target not in self.shown:
            return "refused"
        if verb in ("submit", "waive"):
            no = target if isinstance(target, int) else target[0]
            return "submitted" if STEPS[no][3] else "done"
        return next(iter(TO[verb]))

    def move(self, target, verb: str, user: str, state: str) -> None:
        if verb == "skip" and isinstance(target, int):
            own = [each for each in self.states if isinstance(each, tuple) and each[0] == target]
            self.states |= {each: "skipped" for each in own if self.states[each] not in CLOSED}
        if verb in ("submit", "waive"):
            self.submitter[target] = user
        self.states[target] = state
        self._complete(target)
        self.advance()

    def _complete(self, target) -> None:
        if isinstance(target, tuple) and all(self.states[target[0], place] in CLOSED for place in PLACES):
            self.states[target[0]] = "done"

    def buttons(self, target, user: str) -> set[str]:
        """What a page offers: by role and state only."""
        if self.cycle != "running":
            return set()
        return {verb for verb in FROM if self.states[target] in FROM[verb] and self.may(target, verb, user)}
