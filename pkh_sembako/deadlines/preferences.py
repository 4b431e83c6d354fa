"""Who wants to hear of what in which way: one query, however many people are asked about."""

from collections.abc import Iterable

from pkh_sembako.deadlines.enums import ALLOWED, DEFAULT, Kind, Way
from pkh_sembako.deadlines.models import NotificationSetting


class Preferences:
    """The settings of these people (ids of users); where somebody chose nothing, the default."""

    def __init__(self, people: Iterable[int]) -> None:
        chosen = NotificationSetting.objects.filter(user__in=list(people)).values_list("user_id", "kind", "way")
        self._chosen = {(user, kind): Way(way) for user, kind, way in chosen}

    def way(self, person: int, kind: Kind) -> Way:
        chosen = self._chosen.get((person, kind), DEFAULT)
        return chosen if chosen in ALLOWED[kind] else DEFAULT
