import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from pkh_sembako.lib.forms import KitForm

ROOT = Path(__file__).resolve().parents[2]
MOMENT = dt.datetime(2026, 11, 22, 7, 5, tzinfo=dt.UTC)
NBSP = "\N{NO-BREAK SPACE}"


def render(source: str, **context) -> str:
    return Template(source).render(Context(context)).strip()


def filtered(expression: str, value) -> str:
    return render("{{ value|" + expression + " }}", value=value)


@pytest.mark.parametrize(
    ("expression", "value", "shown"),
    [
        ("rupiah", 1_500_000, f"Rp{NBSP}1.500.000"),
        ("rupiah", -750_000, f"-Rp{NBSP}750.000"),
        ("rupiah", 0, f"Rp{NBSP}0"),
        ("rupiah", None, "–"),
        ("ribuan", 31_482, "31.482"),
        ("ribuan", None, "–"),
        ("persen", 87.44, f"87,4{NBSP}%"),
        ("persen", 100, f"100{NBSP}%"),
        ("bagian:3", 2, f"66,7{NBSP}%"),
        ("bagian:0", 0, f"0{NBSP}%"),
        ("bagian:100000", 99_999, f"99,9{NBSP}%"),
        ("tanggal", dt.date(2026, 11, 22), "22 November 2026"),
        ("tanggal", None, "–"),
        ("tanggal_singkat", dt.date(2026, 8, 5), "05-08-2026"),
        ("hari_tanggal", dt.date(2026, 11, 22), "Minggu, 22 November 2026"),
        ("samar", "3520010101010001", "3520********0001"),
        ("samar", "", "–"),
    ],
)
def test_filters_write_as_the_office_does(expression, value, shown):
    assert filtered(expression, value) == shown


@pytest.mark.parametrize(
    ("zone", "clock"), [("Asia/Jakarta", "14.05 WIB"), ("Asia/Makassar", "15.05 WITA"), ("Asia/Jayapura", "16.05 WIT")]
)
def test_a_moment_is_shown_in_the_active_zone_with_its_letters(zone, clock):
    with timezone.override(zone):
        assert filtered("jam", MOMENT) == clock
        assert filtered("tanggal_jam", MOMENT) == f"22 November 2026, {clock}"


def test_the_day_of_a_moment_is_the_day_of_the_office():
    with timezone.override("Asia/Jakarta"):
        assert filtered("tanggal", dt.datetime(2026, 11, 21, 18, 0, tzinfo=dt.UTC)) == "22 November 2026"


def test_django_itself_writes_indonesian_dates_without_abbreviation():
    assert filtered("date", dt.date(2026, 11, 22)) == "22 November 2026"


def test_a_badge_says_its_words_and_escapes_them():
    badge = render('{% lencana words "negatif" %}', words="<Lewat>")
    assert badge == '<span class="lencana lencana-negatif">&lt;Lewat&gt;</span>'


def test_no_deadline_is_said_in_words():
    assert render("{% tenggat d %}", d=None) == '<span class="lencana lencana-netral">Tanpa tenggat</span>'


def test_the_query_string_keeps_filters_and_drops_what_is_none():
    request = RequestFactory().get("/keluarga/", {"kecamatan": "35.20.01", "sesudah": "x"})
    shown = render("{% qs urut='nama' sesudah=None %}", request=request)
    assert shown == "?kecamatan=35.20.01&amp;urut=nama"


@pytest.mark.parametrize(
    ("query", "sort", "link"),
    [("", "none", "?urut=nama"), ("nama", "ascending", "?urut=-nama"), ("-nama", "descending", "?urut=nama")],
)
def test_a_sortable_head_tells_its_order_and_offers_the_other(query, sort, link):
    request = RequestFactory().get("/keluarga/", {"urut": query} if query else {})
    html = render('{% th_urut "nama" "Nama" %}', request=request)
    assert re.search(r'aria-sort="(\w+)"', html)[1] == sort
    assert re.search(r'href="([^"]+)"', html)[1] == link


def test_a_table_is_a_named_region_that_the_keyboard_reaches():
    html = render('{% tabel "Daftar keluarga" %}<table></table>{% endtabel %}')
    assert (
        html == '<div class="tabel-gulir" role="region" aria-label="Daftar keluarga" tabindex="0"><table></table></div>'
    )


def test_a_stacked_bar_fills_its_width_without_a_decimal_comma():
    html = render(
        '{% bilah_susun parts "Hasil" %}', parts=[("A", 1, "positif"), ("B", 1, "negatif"), ("C", 1, "netral")]
    )
    spans = [(int(x), int(width)) for x, width in re.findall(r'<rect[^>]* x="(\d+)" y="0" width="(\d+)"', html)]
    assert spans == [(0, 333), (333, 334), (667, 333)]


def test_the_stepper_marks_one_current_step():
    html = render("{% wizard steps 2 %}", steps=[("Unggah", "/a/"), ("Periksa", None), ("Terapkan", None)])
    assert html.count('aria-current="step"') == 1
    assert re.findall(r'class="(selesai|kini|)"', html) == ["selesai", "kini", ""]


def test_the_page_title_repeats_the_heading_as_plain_text():
    page = '{% extends "dasar_publik.html" %}{% block judul %}Keluarga <em>{{ name }}</em>{% endblock %}'
    html = render(page, name="A & B", office={"short_name": "Dinsos"})
    assert re.search(r"<title>(.*)</title>", html)[1] == "Keluarga A &amp; B – Dinsos"
    assert html.count("<h1") == 1


class VisitForm(KitForm):
    nik = forms.CharField(label="NIK")
    basis = forms.ChoiceField(label="Dasar", widget=forms.RadioSelect, choices=[("k", "Kunjungan")])


def test_the_error_summary_links_each_message_to_its_field():
    html = render("{% ringkasan_galat form %}", form=VisitForm({}))
    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', html) == [("id_nik", "Isi NIK."), ("id_basis_0", "Pilih dasar.")]


def test_a_page_without_errors_has_no_summary():
    assert render("{% ringkasan_galat form %}", form=VisitForm()) == ""
    assert render("{% ringkasan_galat form %}") == ""


def test_progress_polls_only_while_it_runs():
    job = SimpleNamespace(stage="Memeriksa", done=1, total=2, message="", error="")
    source = '{% include "komponen/kemajuan.html" with poll_url="/p/" %}'
    assert 'hx-trigger="every 2s"' in render(source, job=job, running=True)
    assert "hx-trigger" not in render(source, job=job, running=False)


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/ikon/sprite.svg").read_text()))
    pattern = re.compile(r"""\{% ikon "([^"]+)"|\bicon="([^"]+)\"""")
    named = {
        name
        for path in ROOT.glob("templates/**/*.html")
        for pair in pattern.findall(path.read_text())
        for name in pair
        if name
    }
    assert named - drawn == set()


def test_no_template_carries_style_or_script_that_the_policy_would_block():
    inline = re.compile(r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)|hx-on""")
    pages = [path for path in ROOT.glob("templates/**/*.html") if "/paper/" not in str(path)]  # paper is no page
    assert [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())] == []
