"""The gallery shows every component of the kit, so that a change of one is seen before it is met on a page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pkh_sembako.lib.templatetags import chart, format, ui

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES_OWN = {"teks_blok"}  # writes <title> from the h1 and has nothing to show


def test_every_component_is_in_the_gallery(cast, login):
    shown = {template.name for template in login(cast["admin"]).get("/galeri/").templates}
    components = {f"komponen/{path.name}" for path in (TEMPLATES / "komponen").glob("*.html")}
    assert components - shown == set()


def test_every_tag_and_filter_of_the_kit_is_in_the_gallery():
    source = "".join(path.read_text() for path in (TEMPLATES / "galeri").glob("*.html"))
    used = set(re.findall(r"{%\s*(\w+)", source)) | set(re.findall(r"\|(\w+)", source))
    kit = {name for part in (ui, chart, format) for name in (*part.register.tags, *part.register.filters)}
    assert kit - used - PAGES_OWN == set()


@pytest.mark.slow
def test_only_who_keeps_the_office_sees_the_gallery(cast, login):
    seen = {name for name, user in cast.items() if login(user).get("/galeri/").status_code == 200}
    assert seen == {"admin"}


def test_what_is_sent_to_the_gallery_is_refused_and_kept_nowhere(cast, login):
    assert login(cast["admin"]).post("/galeri/", {"isian-nama": "Melati"}).status_code == 422
