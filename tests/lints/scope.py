"""Views reach family data only through what their user may see.

`Household.objects...` in a view must carry `.visible_to(...)` somewhere in the same expression, and
`get_object_or_404(Household, ...)` is refused: it asks everybody's rows.
"""

import ast

from tests.lints.sources import Source, parents

FAMILY = {
    "Household",
    "Member",
    "Enrollment",
    "RoundEntry",
    "KroscekResult",
    "Proposal",
    "DeterminedRow",
    "BnbaRow",
    "Evidence",
    "Assignment",
    "StepRun",
    "Cycle",
}
MANAGERS = {"objects", "_default_manager", "_base_manager", "history"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def is_view(path: str) -> bool:
    return path.endswith("/views.py") or "/views/" in path


def unscoped(source: Source) -> list[str]:
    up = parents(source.tree)
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and _family(node.value):
            whole = _expression(node, up)
            if not _asks_scope(whole):
                found.append(source.at(node, f"{ast.unparse(node)} without visible_to"))
        if isinstance(node, ast.Call) and _name(node.func) in SHORTCUTS and node.args and _family(node.args[0]):
            found.append(
                source.at(node, f"{ast.unparse(node.func)}({ast.unparse(node.args[0])}) asks everybody's rows")
            )
    return found


def _family(node: ast.AST) -> bool:
    return _name(node) in FAMILY


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _expression(node: ast.AST, up: dict[ast.AST, ast.AST]) -> ast.AST:
    """The whole chain of calls that begins at the manager."""
    while True:
        above = up.get(node)
        if isinstance(above, ast.Attribute) or (isinstance(above, ast.Call) and above.func is node):
            node = above
        else:
            return node


def _asks_scope(expression: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "visible_to" for node in ast.walk(expression))
