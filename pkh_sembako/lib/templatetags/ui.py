"""Tags of the UI kit: icons, badges, links that keep the query string, tables, notices (docs/ui-kit.md)."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

register = template.Library()

TONE_ICONS = {
    "netral": "info-circle",
    "proses": "info-circle",
    "positif": "circle-check",
    "peringatan": "alert-triangle",
    "negatif": "alert-circle",
}


@register.simple_tag
def ikon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite: hidden from screen readers, or named by `label`."""
    href = f"{static('ikon/sprite.svg')}#{name}"
    if not label:
        return format_html('<svg class="ikon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href)
    return format_html('<svg class="ikon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)


@register.simple_tag
def ikon_nada(tone: str) -> SafeString:
    return ikon(TONE_ICONS.get(tone, "info-circle"))


@register.simple_tag
def lencana(words: str, tone: str = "netral") -> SafeString:
    """State badge: words plus colour."""
    return format_html('<span class="lencana lencana-{}">{}</span>', tone or "netral", words)


@register.inclusion_tag("komponen/tenggat.html")
def tenggat(deadline: Any) -> dict[str, Any]:
    """Deadline badge of anything with `words`, `tone` and perhaps `due`; None means no deadline yet."""
    return {"deadline": deadline}


@register.inclusion_tag("komponen/kartu_angka.html")
def kartu_angka(
    label: str,
    value: str,
    url: str = "",
    note: str = "",
    tone: str = "",
    done: int | None = None,
    total: int | None = None,
) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url, "note": note, "tone": tone, "done": done, "total": total}


@register.simple_block_tag
def tabel(content: str, label: str, tinggi: bool = False) -> SafeString:
    """Scroll region with a name that the keyboard can reach; its header row and first column stay in view."""
    tall = " tabel-tinggi" if tinggi else ""
    return format_html(
        '<div class="tabel-gulir{}" role="region" aria-label="{}" tabindex="0">{}</div>', tall, label, content
    )


@register.simple_block_tag
def notis(content: str, tone: str, title: str = "") -> SafeString:
    heading = format_html('<p class="notis-judul">{}</p>', title) if title else ""
    return format_html(
        '<div class="notis notis-{}">{}<div class="notis-isi">{}{}</div></div>', tone, ikon_nada(tone), heading, content
    )


@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """The page's query string with `changes`; None or "" removes a parameter. Always starts with "?"."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("komponen/th_urut.html", takes_context=True)
def th_urut(context: Context, key: str, label: str, kelas: str = "") -> dict[str, Any]:
    """Sortable column head; the order lives in `?urut=key` or `?urut=-key`, and paging starts again."""
    current = context["request"].GET.get("urut", "") if "request" in context else ""
    descending = current == f"-{key}"
    url = qs(context, urut=f"-{key}" if current == key else key, sebelum=None, sesudah=None)
    sort = "descending" if descending else "ascending" if current == key else "none"
    return {"label": label, "url": url, "sort": sort, "kelas": kelas}


@register.inclusion_tag("komponen/wizard.html")
def wizard(steps: Iterable[tuple[str, str | None]], current: int) -> dict[str, Any]:
    """Stepper: `steps` are (label, url or None), `current` counts from 1."""
    states = [
        {"no": no, "label": label, "url": url, "done": no < current, "current": no == current}
        for no, (label, url) in enumerate(steps, start=1)
    ]
    return {"steps": states, "current": current, "total": len(states)}


@register.inclusion_tag("komponen/tab.html")
def tab(items: Iterable[dict[str, Any]], label: str = "Bagian") -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("komponen/strip_langkah.html")
def strip_langkah(steps: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"steps": steps}


@register.inclusion_tag("komponen/remah.html")
def remah(*parts: str) -> dict[str, Any]:
    """Breadcrumbs from pairs label, url; an odd last label is the page itself."""
    links = list(zip(parts[0::2], parts[1::2], strict=False))
    return {"links": links, "here": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("komponen/ringkasan_galat.html")
def ringkasan_galat(*forms_: forms.BaseForm | BaseFormSet | None) -> dict[str, Any]:
    """Error summary over all given forms and formsets: each message links to its field."""
    return {"errors": [error for form in forms_ if form for error in _errors(form)]}


@register.simple_tag(takes_context=True)
def teks_blok(context: Context, name: str) -> str:
    """The text of a template block without its markup, so that <title> repeats the h1 by itself."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    if block is None:
        return ""
    # The block's own variables are escaped already; stripping tags leaves that intact.
    return SafeString(" ".join(strip_tags(block.render(context)).split()))


def _errors(form: Any) -> Iterable[dict[str, Any]]:
    if isinstance(form, BaseFormSet):
        yield from ({"target": "", "message": message} for message in form.non_form_errors())
        for one in form.forms:
            yield from _errors(one)
        return
    for name, messages in form.errors.items():
        target = _target(form[name]) if name in form.fields else ""
        yield from ({"target": target, "message": message} for message in messages)


def _target(field: forms.BoundField) -> str:
    """Where the link of the summary goes: the input, or the first choice of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
