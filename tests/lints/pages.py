"""Templates: each is used, each used one exists, each knows its base, none speaks past the policy (CSP)."""

import ast
import fnmatch
import re
from collections.abc import Iterable
from pathlib import PurePath

from tests.lints.sources import Source

# Django asks for these by name.
ASKED_BY_DJANGO = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
PARTS = ("komponen/", "kerangka/")
REFERENCE = re.compile(r"""\{%\s*(?:extends|include)\s+(?P<rest>[^%]*)%\}""")
QUOTED = re.compile(r"""["']([^"']+\.(?:html|txt|css|svg))["']""")
COMMA_NAMES = re.compile(r"""yesno:"([^"]+)\"""")
INLINE = (
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE), "inline style"),
    (re.compile(r"<style\b", re.IGNORECASE), "style element"),
    (re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE), "inline script"),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE), "event attribute"),
    (re.compile(r"""(?:href|src|action)\s*=\s*["']\s*javascript:""", re.IGNORECASE), "javascript: address"),
    (re.compile(r"<[a-z][^>]*\shx-on", re.IGNORECASE), "hx-on"),
    (re.compile(r"\|\s*safe\b"), "the filter safe"),
)
PAPER = "documents/paper/"  # printed by WeasyPrint, never sent to a browser: its style stands in the file


def named_in_python(source: Source) -> set[str]:
    """Names of templates in strings; of an f-string a pattern ("kroscek/*.html")."""
    found = set()
    pieces = {part for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_name(node.value):
            found |= {node.value} if node not in pieces else set()
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
            if _is_name(pattern := "".join(parts)):
                found.add(pattern)
    return found


def named_in_template(source: Source) -> set[str]:
    found: set[str] = set()
    for match in REFERENCE.finditer(source.text):
        names = COMMA_NAMES.findall(match["rest"])
        found.update(name for group in names for name in group.split(","))
        found.update(QUOTED.findall(COMMA_NAMES.sub("", match["rest"])))
    return found


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[\w*/.-]+\.html", text))


def unused(existing: Iterable[str], named: set[str]) -> list[str]:
    wanted = named | ASKED_BY_DJANGO
    return sorted(name for name in existing if not any(fnmatch.fnmatch(name, pattern) for pattern in wanted))


def missing(existing: Iterable[str], named: set[str]) -> list[str]:
    have = list(existing)
    return sorted(pattern for pattern in named if not any(fnmatch.fnmatch(name, pattern) for name in have))


def without_base(source: Source) -> list[str]:
    """A page extends a base or is one; everything else is a part and says so by its name."""
    name = source.path.removeprefix("templates/")
    text = re.sub(r"^(\{%\s*load[^%]*%\}|\{#.*?#\}|\s)+", "", source.text)
    is_page = text.startswith("{% extends") or text.lower().startswith("<!doctype")
    is_part = PurePath(name).name.startswith("_") or name.startswith(PARTS)
    return [] if is_page or is_part else [f"{source.path}: extends nothing; a part begins with _"]


def inline(source: Source) -> list[str]:
    """What the policy would refuse in a browser. Template tags inside are taken away first."""
    if source.path.removeprefix("templates/").startswith(PAPER):
        return []
    found = []
    for number, line in enumerate(_without_tags(source.text).splitlines(), start=1):
        found += [f"{source.path}:{number} {words}" for pattern, words in INLINE if pattern.search(line)]
    return found


def _without_tags(text: str) -> str:
    """Tags become one word each, so that a ">" in a condition does not end an element."""
    text = re.sub(r"\{#.*?#\}", "", text)
    return re.sub(r"\{%[^%]*%\}", " ", text)


def forms_without_token(source: Source) -> list[str]:
    """Every form that posts carries its token in itself; nothing is inherited."""
    found = []
    for match in re.finditer(r"<form\b(.*?)</form>", source.text, re.DOTALL | re.IGNORECASE):
        head = match[1].split(">", 1)[0]
        if re.search(r"""method=["']post["']|hx-post""", head, re.IGNORECASE) and "csrf_token" not in match[1]:
            line = source.text[: match.start()].count("\n") + 1
            found.append(f"{source.path}:{line} form without csrf_token")
    return found
