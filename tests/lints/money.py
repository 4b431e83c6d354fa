"""Rupiah are whole numbers from the cell to the paper: no float where money passes."""

import ast
import re

from tests.lints.sources import Source, functions

MONEY = re.compile(r"nominal|rupiah|uang|bayar|salur", re.IGNORECASE)


def float_columns(source: Source) -> list[str]:
    return [
        source.at(node, "FloatField: rupiah are BigIntegerField")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) == "FloatField"
    ]


def floats(source: Source) -> list[str]:
    """In a module of money, and in every function that names money: float(), 0.5 and true division."""
    whole = "money" in source.path.rpartition("/")[2]
    places = [source.tree] if whole else [found for found in functions(source.tree) if _handles_money(found)]
    found = {}
    for place in places:
        for node in ast.walk(place):
            if words := _float_words(node):
                found[source.at(node, words)] = None
    return list(found)


def _handles_money(function: ast.AST) -> bool:
    names = (
        getattr(node, "id", None)
        or getattr(node, "attr", None)
        or getattr(node, "arg", None)
        or getattr(node, "name", "")
        for node in ast.walk(function)
    )
    return any(isinstance(name, str) and MONEY.search(name) for name in names)


def _float_words(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
        return "float() where money passes"
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return f"{node.value} is a float where money passes"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return "true division where money passes"
    return ""
