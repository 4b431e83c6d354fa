"""The house stays straight: what a reviewer would say a second time is said by a program."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django_fsm import FSMFieldMixin

from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.lib.access import Permission, is_marked, required_permissions
from tests.lints import money, pages, scope, size, sources, sql, words
from tests.test_glossary import OURS, choices

# Who puts statements together, and why that is safe. Values are parameters everywhere.
COLUMNS = "names of columns and conditions from our own tables of fields"
COMPOSED_SQL = {
    "pkh_sembako/audit/proof.py": "names of tables and conditions from audit/sources.py",
    "pkh_sembako/backup/manifest.py": "a name of a table, quoted by psycopg",
    "pkh_sembako/backup/postgres.py": "a name of a database, quoted by psycopg",
    "programs/services/bnba/card_plan.py": COLUMNS,
    "programs/services/bnba/card_undoing.py": "names of tables and columns from the models' meta",
    "programs/services/bnba/card_writing.py": COLUMNS,
    "programs/services/bnba/comparing.py": COLUMNS,
    "programs/services/bnba/enrollments.py": COLUMNS,
    "programs/services/bnba/history.py": "names of columns from the history model's meta",
    "programs/services/bnba/households.py": COLUMNS,
    "programs/services/bnba/matching.py": "one of our own two columns, nik and no_kk",
    "programs/services/bnba/members.py": COLUMNS,
    "programs/services/bnba/obstacles.py": "parts of this module's own statements",
    "programs/services/bnba/results.py": "parts of this module's own statements",
    "programs/services/bnba/staging.py": COLUMNS,
    "programs/services/bnba/taking_back.py": "names of tables and columns from the models' meta",
    "programs/services/planner.py": "names of tables from the models' meta",
}
# Where a float meets money, and why no rupiah is lost.
FLOATS: dict[str, str] = {}

PYTHON = sources.python_files()
HOUSE = [source for source in PYTHON if not source.is_test]
TEMPLATES = sources.templates()
NAMES = [source.path.removeprefix("templates/") for source in TEMPLATES]


def every(lint, files: Iterable[sources.Source]) -> list[str]:
    return [finding for source in files for finding in lint(source)]


def none(findings: Iterable[str]) -> None:
    """Fails with all of them, one a line."""
    if told := list(findings):
        pytest.fail("\n".join(told), pytrace=False)


def path_of(finding: str) -> str:
    return finding.split(":", 1)[0]


@pytest.mark.parametrize("lint", [size.overgrown_file, size.overgrown_functions, size.nameless_room])
def test_nothing_is_overgrown_or_nameless(lint):
    none(every(lint, PYTHON))


def _named_templates() -> set[str]:
    named = {name for source in HOUSE for name in pages.named_in_python(source)}
    return named | {name for source in TEMPLATES for name in pages.named_in_template(source)}


def test_every_template_is_used():
    none(pages.unused(NAMES, _named_templates()))


def test_every_used_template_exists():
    named = {name for name in _named_templates() if name.endswith(".html")}
    none(pages.missing(NAMES, named))


@pytest.mark.parametrize("lint", [pages.without_base, pages.inline, pages.forms_without_token])
def test_templates_keep_their_manners(lint):
    none(every(lint, TEMPLATES))


def test_templates_speak_indonesian():
    spoken = {
        source.path: pages_words for source in TEMPLATES if (pages_words := words.english_in_template(source.text))
    }
    assert spoken == {}


def test_labels_speak_indonesian():
    labels = choices() | {role.code: f"{role.label}. {role.description}" for role in ROLES.values()}
    # "Non-eligible" is the programme's own word (domain: words on screen)
    assert {code: label for code, label in labels.items() if words.english(label)} == {}


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> dict[str, URLPattern]:
    """{"/keluarga/<int:pk>/": pattern} of the whole URLconf."""
    found: dict[str, URLPattern] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        found |= patterns(entry, path) if isinstance(entry, URLResolver) else {f"/{path}": entry}
    return found


def test_every_address_says_who_may_open_it():
    none([path for path, pattern in patterns().items() if not is_marked(pattern.callback)])


def test_every_permission_opens_an_address_or_is_asked_for():
    """A permission that nobody asks for promises what is not there."""
    opened = {name for p in patterns().values() for name in required_permissions(p.callback) or ()}
    asked = {name for name in Permission for source in HOUSE if f"Permission.{name.name}" in source.text}
    none(set(Permission) - opened - asked)


def test_every_permission_belongs_to_a_role():
    none(set(Permission) - {name for role in ROLES.values() for name in role.permissions})


def test_views_reach_families_only_through_what_the_user_sees():
    views = [source for source in HOUSE if scope.is_view(source.path)]
    none(every(scope.unscoped, views))


def test_sql_is_put_together_only_where_the_list_says_why():
    files = [source for source in HOUSE if not source.is_migration]
    found = every(sql.composed, files) + every(sql.formatted_constants, files)
    none([finding for finding in found if path_of(finding) not in COMPOSED_SQL])
    none(COMPOSED_SQL.keys() - {path_of(finding) for finding in found})


def test_money_is_never_a_float():
    files = [source for source in HOUSE if not source.path.startswith("benchmarks/")]
    found = every(money.float_columns, files) + every(money.floats, files)
    none([finding for finding in found if path_of(finding) not in FLOATS])
    none(FLOATS.keys() - {path_of(finding) for finding in found})


def _machine_fields() -> dict[str, bool]:
    return {
        f"{model._meta.label}.{field.name}": field.protected
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS and not model.__name__.startswith("Historical")
        for field in model._meta.get_fields()
        if isinstance(field, FSMFieldMixin)
    }


def test_every_state_of_a_machine_is_protected():
    fields = _machine_fields()
    assert fields == dict.fromkeys(fields, True)
    assert fields.keys() >= {
        "programs.Enrollment.status",
        "sop.StepRun.state",
        "sop.Assignment.state",
        "sop.Cycle.state",
    }


def test_every_model_and_public_choice_says_what_it_is():
    """A model without a sentence of its own has Django's: "Household(id, no_kk, ...)"."""
    ours = (model for model in apps.get_models() if model.__module__.split(".")[0] in OURS)
    silent = [
        m._meta.label for m in ours if not m.__name__.startswith("Historical") and m.__doc__.startswith(m.__name__)
    ]
    none(silent)
