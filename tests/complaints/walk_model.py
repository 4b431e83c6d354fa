"""Complaints once more, small and obvious: states, who sees, who may, which clocks run; shares nothing with the app."""

from dataclasses import dataclass, field

# verb: (from, to), typed by hand from domain.md 6 and the issue
ARROWS = {
    "verify": ({"received"}, "verified"),
    "forward": ({"verified", "forwarded", "in_progress", "reopened"}, "forwarded"),
    "hand_back": ({"forwarded"}, "verified"),
    "take_up": ({"verified", "forwarded", "reopened"}, "in_progress"),
    "answer": ({"verified", "forwarded", "in_progress", "reopened"}, "answered"),
    "close": ({"answered"}, "closed"),
    "reopen": ({"answered", "closed"}, "reopened"),
    "reject": ({"received", "verified"}, "rejected"),
    "merge": ({"received", "verified", "forwarded", "in_progress", "reopened"}, "merged"),
}
AT_WORK = {"received", "verified", "forwarded", "in_progress", "reopened"}
UNIT_ACTS = {"take_up", "hand_back", "answer", "note"}
DESK = {"petugas", "operator"}
LEADERS = {"kadis"}
UNITS = {"korcam.plaosan": ("korcam", "Plaosan"), "korcam.parang": ("korcam", "Parang"), "bank": ("bank", None)}
WATCH = "inspektorat"
ACTORS = [*sorted(DESK), *LEADERS, *UNITS, WATCH]
ALL_RUNGS = ["hampir", "lewat", "+1", "+3", "+7"]


@dataclass
class Case:
    """One complaint as it should be."""

    place: str
    restricted: bool
    state: str = "received"
    handler: str = ""
    accused: set[str] = field(default_factory=set)
    moves: list[str] = field(default_factory=lambda: ["receive"])
    keys: dict[str, str] = field(default_factory=dict)
    clocks: dict[str, int] = field(default_factory=lambda: {"verify": 1})  # running ones, with their turn
    turns: dict[str, int] = field(default_factory=lambda: {"verify": 1, "follow_up": 0, "limit": 0})

    def sees(self, who: str) -> bool:
        if who in self.accused:
            return False
        if who == WATCH:
            return True
        if self.restricted:
            return False
        if who in DESK | LEADERS:
            return True
        role, place = UNITS[who]
        return self.handler == role and place in (None, self.place)

    def may(self, who: str, verb: str) -> bool:
        if not self.sees(who):
            return False
        if self.restricted:
            return who == WATCH and verb not in ("forward", "hand_back")
        if who in DESK:
            return True
        return who in UNITS and UNITS[who][0] == self.handler and verb in UNIT_ACTS

    def can(self, verb: str) -> bool:
        return self.state in ARROWS[verb][0]

    def told(self, move: str, key: str) -> None:
        self.moves.append(move)
        if key:
            self.keys[key] = move

    def go(self, verb: str, key: str, *, extortion: bool = False, handler: str = "") -> None:
        self.state = ARROWS[verb][1]
        self.told(verb, key)
        if verb == "verify" and (extortion or self.restricted):
            self.restricted, self.handler = True, "inspektorat"
        if verb == "forward":
            self.handler, self.restricted = handler, handler == "inspektorat"
        if verb == "hand_back":
            self.handler = ""
        self._clocks(verb)

    def _clocks(self, verb: str) -> None:
        ended = {
            "verify": ["verify"], "take_up": ["follow_up"], "answer": ["follow_up", "limit"],
            "reject": ["verify", "follow_up", "limit"], "merge": ["verify", "follow_up", "limit"],
        }  # fmt: skip
        for name in ended.get(verb, []):
            self.clocks.pop(name, None)
        if verb in ("verify", "reopen"):
            self.start("follow_up")
            self.start("limit")

    def start(self, name: str) -> None:
        self.turns[name] += 1
        self.clocks[name] = self.turns[name]

    def free(self, key: str) -> None:
        """ "Bukan pungli"."""
        if self.state == "forwarded":
            self.state = "verified"
            self.told("hand_back", key)
        else:
            self.told("note", key)
        self.restricted, self.handler = False, ""
        if "limit" in self.clocks:
            self.start("limit")

    def hears(self, clock: str) -> list[str]:
        """Roles with whom a running clock rings."""
        if self.restricted:
            return ["inspektorat"]
        return [self.handler] if self.handler and clock != "verify" else ["petugas"]
