"""Each lint finds its fault in a small example, and leaves the right way alone."""

import pytest

from tests.lints import money, pages, scope, size, sql, words
from tests.lints.sources import Source


def python(text: str, path: str = "programs/views/x.py") -> Source:
    return Source(path, text)


def template(text: str, path: str = "templates/families/x.html") -> Source:
    return Source(path, text)


LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 60


@pytest.mark.parametrize(
    ("lint", "source", "faults"),
    [
        (size.overgrown_file, python("x = 1\n" * 351), 1),
        (size.overgrown_file, python("x = 1\n" * 350), 0),
        (size.overgrown_file, python("x = 1\n" * 351, "tests/test_x.py"), 0),
        (size.overgrown_functions, python(LONG_FUNCTION), 1),
        (size.overgrown_functions, python(LONG_FUNCTION.removesuffix("    x = 1\n")), 0),
        (size.overgrown_functions, python(LONG_FUNCTION, "sop/migrations/0001_x.py"), 0),
        (size.nameless_room, python("", "programs/utils.py"), 1),
        (size.nameless_room, python("", "programs/money.py"), 0),
    ],
)
def test_what_is_overgrown_or_nameless_is_found(lint, source: Source, faults: int):
    assert len(lint(source)) == faults


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        ("Household.objects.get(pk=1)", 1),
        ("models.Household.objects.all()", 1),
        ("RoundEntry.objects.filter(pk=pk).first()", 1),
        ("get_object_or_404(Household, pk=1)", 1),
        ("Enrollment._default_manager.get(pk=1)", 1),
        ("Household.history.filter(id=1)", 1),
        ("Household.objects.visible_to(user).get(pk=1)", 0),
        ("get_object_or_404(Household.objects.visible_to(user), pk=1)", 0),
        ("RoundEntry.objects.filter(enrollment__in=Enrollment.objects.visible_to(user))", 0),
        ("Round.objects.all()", 0),
    ],
)
def test_family_data_without_scope_is_found(code: str, faults: int):
    assert len(scope.unscoped(python(code))) == faults


def test_only_views_are_asked_for_scope():
    asked = {
        path: scope.is_view(path)
        for path in ("sop/views/board.py", "pkh_sembako/audit/views.py", "sop/services/runs.py", "programs/reviews.py")
    }
    assert asked == {
        "sop/views/board.py": True,
        "pkh_sembako/audit/views.py": True,
        "sop/services/runs.py": False,
        "programs/reviews.py": False,
    }


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        ('sql = f"SELECT id FROM t WHERE name = {name}"', 1),
        ('sql = "SELECT id FROM t WHERE name = " + name', 1),
        ('sql = "DELETE FROM t WHERE id = %s" % name', 1),
        ('sql = "UPDATE t SET a = {}".format(name)', 1),
        ('cursor.execute(f"{verb} t")', 1),
        ('Model.objects.raw(start + "x")', 1),
        ('PLAN = "SELECT a FROM {t}"\ncursor.execute(PLAN.format(t=t))', 2),
        ('cursor.execute("SELECT id FROM t WHERE name = %s", [name])', 0),
        ('words = f"{count} keluarga"', 0),
        ('words = "Update terakhir: {}".format(day)', 0),
    ],
)
def test_statements_put_together_are_found(code: str, faults: int):
    source = python(code, "programs/services/x.py")
    assert len(sql.composed(source) + sql.formatted_constants(source)) == faults


@pytest.mark.parametrize(
    ("code", "path", "faults"),
    [
        ("x = float(a)", "pkh_sembako/lib/money.py", 1),
        ("def f(nominal):\n    return nominal / 3", "programs/x.py", 1),
        ("def f(row):\n    return row.nominal * 0.9", "programs/x.py", 1),
        ("def total_bayar(rows):\n    return float(sum(rows))", "programs/x.py", 1),
        ("def f(nominal):\n    return nominal // 3", "programs/x.py", 0),
        ("def f(minutes):\n    return minutes / 60", "programs/x.py", 0),
    ],
)
def test_floats_where_money_passes_are_found(code: str, path: str, faults: int):
    assert len(money.floats(python(code, path))) == faults


def test_a_float_column_is_found():
    assert len(money.float_columns(python("nominal = models.FloatField()"))) == 1
    assert money.float_columns(python("nominal = models.BigIntegerField()")) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('<p style="color:red">', 1),
        ("<style>p{}</style>", 1),
        ("<script>x()</script>", 1),
        ('<button onclick="x()">', 1),
        ('<a href="javascript:x()">', 1),
        ('<div hx-on:click="x()">', 1),
        ("{{ name|safe }}", 1),
        ("<script src=\"{% static 'js/app.js' %}\" defer></script>", 0),
        ('<a href="/"{% if a > b %} class="x"{% endif %}>', 0),
        ('{# <p style="x"> #}', 0),
    ],
)
def test_what_the_policy_refuses_is_found(text: str, faults: int):
    assert len(pages.inline(template(text))) == faults


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        ("families/x.html", "<div>", 1),
        ("families/_x.html", "<div>", 0),
        ("komponen/x.html", "<div>", 0),
        ("families/x.html", '{% extends "dasar.html" %}', 0),
        ("500.html", "{% load static %}<!doctype html>", 0),
    ],
)
def test_a_page_without_base_is_found(name: str, text: str, faults: int):
    assert len(pages.without_base(template(text, f"templates/{name}"))) == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('<form method="post"><button>Simpan</button></form>', 1),
        ('<form hx-post="/x/"></form>', 1),
        ('<form method="post">{% csrf_token %}</form>', 0),
        ('<form method="get"></form>', 0),
    ],
)
def test_a_form_without_token_is_found(text: str, faults: int):
    assert len(pages.forms_without_token(template(text))) == faults


def test_templates_named_nowhere_or_nowhere_to_be_found_are_told():
    named = pages.named_in_python(python('render(request, "a/one.html")\nrender(request, f"a/{tab}_two.html")'))
    named |= pages.named_in_template(
        template('{% include "a/three.html" with x=1 %}{% extends m|yesno:"b.html,c.html" %}')
    )
    assert named == {"a/one.html", "a/*_two.html", "a/three.html", "b.html", "c.html"}
    have = ["a/one.html", "a/big_two.html", "a/three.html", "b.html", "a/lost.html", "404.html"]
    assert pages.unused(have, named) == ["a/lost.html"]
    assert pages.missing(have, named) == ["c.html"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<button>Save</button>", ["Save"]),
        ('<input placeholder="Search…">', ["Search"]),
        ('<a href="{% url "login" %}" class="page">Masuk</a>', []),
        ("{{ form.password }} Kata sandi", []),
    ],
)
def test_english_on_a_page_is_found(text: str, found: list[str]):
    assert words.english_in_template(text) == found
