"""The guides lead somewhere: each role has its page, pictures and links are there, addresses open."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from PIL import Image

from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.context import MENU

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
GUIDES, PICTURES = DOCS / "panduan", DOCS / "gambar"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"`(/[a-z][a-z/<>0-9.-]*/?)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
BOLD, CODE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"`[^`]*`")
LARGEST = 150_000  # bytes of a picture, so that a page of the guide opens on a phone


def links(page: Path) -> Iterator[tuple[bool, str]]:
    """(is a picture, target) of every link that stays inside the repository."""
    for mark, target in LINK.findall(page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            yield bool(mark), target


def anchors(page: Path) -> set[str]:
    """Names under which a page's headings are reached, as code hosts write them."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(page.read_text())}


def test_every_role_has_its_page_in_the_index():
    named = {target for _, target in links(GUIDES / "README.md")}
    assert {path.stem for path in GUIDES.glob("*.md")} - {"README"} == set(ROLES)
    assert {f"{code}.md" for code in ROLES} - named == set()


@pytest.mark.parametrize("code", ROLES)
def test_a_page_is_short_and_says_what_goes_wrong_and_who_else_can(code):
    text = (GUIDES / f"{code}.md").read_text()
    headings = HEADING.findall(text)
    assert 40 <= len(text.splitlines()) <= 80
    assert headings[-2:] == ["Bila ada yang tidak beres", "Yang tidak dapat Anda lakukan"]


def test_every_link_leads_to_a_file_and_its_heading():
    lost = []
    for page in PAGES:
        for _, target in links(page):
            path, _, anchor = target.partition("#")
            file = page.parent / path if path else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                lost.append(f"{page.relative_to(ROOT)}: {target}")
    assert lost == []


def test_every_picture_is_used_and_small():
    used = {(page.parent / target).resolve() for page in PAGES for is_picture, target in links(page) if is_picture}
    assert set(PICTURES.iterdir()) == {path for path in used if path.is_relative_to(PICTURES)}
    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size > LARGEST] == []
    assert {Image.open(path).format for path in PICTURES.iterdir()} == {"PNG"}


def test_every_address_in_the_guides_opens():
    lost = []
    for page in GUIDES.glob("*.md"):
        for address in ADDRESS.findall(page.read_text()):
            try:
                resolve(re.sub(r"<[a-z]+>", "1", address))
            except Resolver404:
                lost.append(f"{page.name}: {address}")
    assert lost == []


def test_the_menu_is_called_by_its_names():
    """Every entry of the menu is named in the guides as it stands on the screen."""
    text = "".join(page.read_text() for page in GUIDES.glob("*.md"))
    entries = [entry for _, group in MENU for entry in group]
    assert [entry.label for entry in entries if f"**{entry.label}**" not in text] == []


def test_what_is_bold_stands_on_the_screen():
    """Words that a page calls by name are in a template or in the code's sentences; numbers and "..." stand for any."""
    folders = ("templates", "static/js", "pkh_sembako", "programs", "sop", "complaints")
    files = (path for folder in folders for path in (ROOT / folder).rglob("*.*"))
    screen = one_line("".join(path.read_text() for path in files if path.suffix in (".html", ".py", ".toml", ".js")))
    lost = []
    for page in GUIDES.glob("*.md"):
        for words in BOLD.findall(one_line(CODE.sub("", page.read_text()))):
            parts = [part.strip(" :") for part in re.split(r"\.\.\.|\d+", words)]
            lost += [f"{page.name}: {words}" for part in parts if part not in screen]
    assert lost == []


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
