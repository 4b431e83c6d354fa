"""SQL is constant text with parameters; whoever puts it together stands on a list, with the reason."""

import ast
import re

from tests.lints.sources import Source

BEGINS = re.compile(
    r"\s*(SELECT\b.*\bFROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ AS|CREATE (TEMP )?TABLE|COPY \w+|DROP )",
    re.IGNORECASE | re.DOTALL,
)
EXECUTES = {"execute", "executemany", "raw", "copy", "RawSQL", "extra", "mogrify"}


def composed(source: Source) -> list[str]:
    """f-strings, `.format`, `%` and `+` that make a statement, and whatever such thing is executed at once."""
    found = []
    for node in ast.walk(source.tree):
        if _is_composed(node) and BEGINS.match(_constant_part(node)):
            found.append(source.at(node, "statement put together"))
        elif isinstance(node, ast.Call) and _called(node) in EXECUTES and node.args and _is_composed(node.args[0]):
            found.append(source.at(node, "statement put together where it is executed"))
    return found


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_composed(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return not (isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def _constant_part(node: ast.AST) -> str:
    """The text that is known: of PLAN.format() that of PLAN is not, so its name must speak."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    if isinstance(node, ast.BinOp):
        return _constant_part(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _constant_part(node.func.value)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def formatted_constants(source: Source) -> list[str]:
    """`PLAN.format(...)` where the module's own PLAN is a statement."""
    statements = {
        target.id
        for node in source.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name) and BEGINS.match(node.value.value)
    }
    return [
        source.at(node, f"{node.func.value.id} is filled in")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "replace")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in statements
    ]
