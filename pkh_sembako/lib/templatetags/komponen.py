"""The whole kit as one library, a builtin of the template engine: pages need no {% load %} for it (docs/ui-kit.md)."""

from django import template

from pkh_sembako.lib.templatetags import chart, format, ui

register = template.Library()
for part in (format, ui, chart):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
