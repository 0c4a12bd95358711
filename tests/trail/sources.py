"""Every trace the code can leave, read from its source: which act with which subject."""

import ast
from collections.abc import Iterator
from pathlib import Path

from portal.config import ROOT
from portal.trail.models import Act

LEAVES = "leave"


class Unreadable(AssertionError):
    """A trace whose act or subject cannot be read from the source."""


def traced(folder: Path = ROOT / "portal") -> set[tuple[Act, str]]:
    """(act, subject) of each call that leaves a trace, also through a function that hands them on."""
    trees = [
        ast.parse(path.read_text("utf-8"))
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
    ]
    found: set[tuple[Act, str]] = set()
    for tree in trees:
        for function, call in _calls(tree, LEAVES):
            if len(call.args) < 4:  # the view of that name
                continue
            subjects = set(_subjects(call.args[3], function))
            for act in _acts(call.args[2], function, trees):
                found |= {(act, subject) for subject in subjects}
    return found


def _calls(tree: ast.AST, name: str) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for each in ast.walk(function):
                if isinstance(each, ast.Call) and _name(each.func) == name:
                    yield function, each


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _subjects(value: ast.expr, function: ast.FunctionDef) -> list[str]:
    """The texts that can stand for a subject: a constant, or what a name was given just before."""
    if isinstance(value, ast.Name):
        given = [
            each.value
            for each in ast.walk(function)
            if isinstance(each, ast.Assign) and _name(each.targets[0]) == value.id
        ]
        texts = [text for each in given for text in _texts(each)]
    else:
        texts = _texts(value)
    if not texts:
        raise Unreadable(f"{function.name}: the subject of a trace, line {value.lineno}")
    return texts


def _texts(value: ast.expr) -> list[str]:
    if isinstance(value, ast.IfExp):
        return [*_texts(value.body), *_texts(value.orelse)]
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return [value.value] if is_text else []


def _acts(value: ast.expr, function: ast.FunctionDef, trees: list[ast.Module]) -> set[Act]:
    """A constant, or what the function that hands it on is called with anywhere, or by default."""
    acts = set(_constant_acts(value))
    if acts:
        return acts
    if isinstance(value, ast.Name):
        for default in function.args.defaults:
            acts |= set(_constant_acts(default))
        for tree in trees:
            for _caller, call in _calls(tree, function.name):
                for argument in (*call.args, *(each.value for each in call.keywords)):
                    acts |= set(_constant_acts(argument))
    if not acts:
        raise Unreadable(f"{function.name}: the act of a trace, line {value.lineno}")
    return acts


def _constant_acts(value: ast.expr | None) -> Iterator[Act]:
    if isinstance(value, ast.Attribute) and _name(value.value) == "Act":
        yield Act[value.attr]
