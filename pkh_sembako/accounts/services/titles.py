"""The office's own titles of roles."""

from django.db import transaction

from pkh_sembako.accounts.models import RoleLabel, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.audit.history import authored


@transaction.atomic
def set_titles(titles: dict[str, str], *, by: User) -> int:
    """Write {role code: title}; an empty title, or the usual one, takes the usual one again. How many changed."""
    before = RoleLabel.titles()
    changed = 0
    for code, title in titles.items():
        wanted = title.strip() or ROLES[code].label
        if wanted == before[code]:
            continue
        changed += 1
        row = RoleLabel.objects.filter(pk=code).first() or RoleLabel(pk=code)
        row.label = wanted
        authored(row, by=by)
        row.delete() if wanted == ROLES[code].label else row.save()
    return changed
