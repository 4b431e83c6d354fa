"""Office hours an office may start from, as rows of `WorkingHours`."""

from pkh_sembako.lib.worktime import DEFAULT_HOURS, MAGETAN_2023, HoursRule
from pkh_sembako.office.models import WorkingHours

PRESETS: dict[str, tuple[str, tuple[HoursRule, ...]]] = {
    "perpres": ("Perpres 21/2023", DEFAULT_HOURS),
    "magetan": ("Magetan (SE Sekda 2023)", MAGETAN_2023),
}
ESTIMATED_YEARS = (2027,)  # Ramadan of these years was not declared yet when the preset was written


def preset_rows(code: str) -> list[WorkingHours]:
    """Unsaved rows of a preset in the order that decides; KeyError for an unknown code."""
    label, rules = PRESETS[code]
    return [_row(label, rule) for rule in rules]


def _row(label: str, rule: HoursRule) -> WorkingHours:
    estimate = rule.starts is not None and rule.starts.year in ESTIMATED_YEARS
    return WorkingHours(
        name=f"Ramadan {rule.starts.year}" if rule.starts else label,
        starts=rule.starts,
        ends=rule.ends,
        week=[[[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in day] for day in rule.week],
        estimate=estimate,
    )
