"""What is read: Python files, templates and their syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("pkh_sembako", "programs", "sop", "complaints")


@dataclass(frozen=True)
class Source:
    """A file as text; `path` is relative to the root of the house."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    @property
    def is_test(self) -> bool:
        return self.path.startswith("tests/")

    def at(self, node: ast.AST, words: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)} {words}"


def python_files(*folders: str) -> list[Source]:
    return list(_read("**/*.py", folders or (*PACKAGES, "tests", "benchmarks")))


def templates() -> list[Source]:
    return list(_read("**/*.html", ("templates",)))


def _read(pattern: str, folders: tuple[str, ...]) -> Iterator[Source]:
    for folder in folders:
        for path in sorted((ROOT / folder).glob(pattern)):
            yield Source(path.relative_to(ROOT).as_posix(), path.read_text())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
