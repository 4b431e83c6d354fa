"""What one person reads after one sweep: all of that person's alerts as one message."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pkh_sembako.deadlines.enums import Kind
from pkh_sembako.deadlines.models import Alert, Rung
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.worktime.units import MINUTES


@dataclass(frozen=True)
class Message:
    text: str
    url: str
    tone: str
    by_mail: bool


def kind_of(alert: Alert) -> Kind:
    """What the alert is about for whoever gets it."""
    return {Rung.NEAR: Kind.NEAR, Rung.PASSED: Kind.LATE}.get(Rung(alert.rung), Kind.CHAIN)


def bundle(
    alerts: Sequence[Alert], late: dict[int, list[str]], zone: ZoneInfo, *, mailed: Collection[Alert]
) -> Message:
    """One message of all `alerts` of a person; `late` names the late kecamatan of each fanned-out step.

    It goes by mail if one of `mailed` does: those that their owner wants by mail.
    """
    together = defaultdict(list)
    for alert in alerts:
        together[alert.rung, alert.deadline.group, alert.deadline.title, alert.is_outer].append(alert)
    sentences = [_sentence(some, late, zone) for some in together.values()]
    urls = {alert.deadline.url for alert in alerts}
    return Message(
        text="\n".join(sentences),
        url=urls.pop() if len(urls) == 1 else "/",
        tone="peringatan" if all(alert.rung == Rung.NEAR for alert in alerts) else "negatif",
        by_mail=any(_goes_by_mail(alert) for alert in mailed),
    )


def _sentence(alerts: Sequence[Alert], late: dict[int, list[str]], zone: ZoneInfo) -> str:
    first, words = alerts[0], Rung(alerts[0].rung).label
    if first.is_outer:
        words = words.replace("tenggat", _inside_sentence(first.deadline.outer_name))
    what = f"{first.deadline.title} ({first.deadline.group})"
    places = [alert.deadline.kecamatan.name for alert in alerts if alert.deadline.kecamatan]
    places = places or late.get(first.deadline_id, [])
    if len(places) > 1:
        return f"{len(places)} kecamatan {words}: {', '.join(sorted(places))}. {what}."
    place = f", Kec. {places[0]}" if places else ""
    clock = first.deadline.outer_name if first.is_outer else "Tenggat"
    return f"{words[:1].upper()}{words[1:]}: {what}{place}. {clock} {tanggal_jam(first.due, zone)}."


def _inside_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def _goes_by_mail(alert: Alert) -> bool:
    """Steps of minutes and hours use the bell only, until the chain is told."""
    return alert.deadline.unit not in MINUTES or alert.rung not in (Rung.NEAR, Rung.PASSED)
