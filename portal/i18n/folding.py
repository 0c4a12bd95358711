"""Constant texts are translated when a template is compiled, once per language.

Measured on a page with 110 texts: looking each up and wrapping it per request was the dearest
part of the page; folded, it costs nothing. Escaping happens here too, so a translation can never
bring markup onto a page.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from portal.i18n.formats import Formats
from portal.i18n.markup import filled, shown
from portal.i18n.text import Translator


class TextTransformer(NodeTransformer):
    """Puts in place of `_("...")`, `pgettext("...", "...")` and pure calls the constant they give,
    and in place of an included part what it says.
    """

    def __init__(self, environment: Any) -> None:
        self._environment = environment
        self._translator: Translator = environment.translator
        self._pure: Mapping[str, Callable[..., object]] = environment.pure

    def visit_Include(self, node: nodes.Include) -> nodes.Node | list[nodes.Node]:
        """A part that is named outright becomes a part of the page, and costs no context of its own.

        It shares the names of the block it stands in. While templates are being edited it is read
        anew each time, as Jinja does.
        """
        if not isinstance(node.template, nodes.Const) or node.ignore_missing:
            return node
        if self._environment.auto_reload:
            return node
        loader: Any = self._environment.loader
        source, _name, _fresh = loader.get_source(self._environment, node.template.value)
        included: nodes.Template = self._environment.parse(source, node.template.value)
        self.generic_visit(included)
        return included.body

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """A call with constant arguments and no values becomes a constant."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        texts = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if len(texts) != len(node.args):
            return node
        if pure := self._pure.get(node.node.name):
            return nodes.Const(pure(*texts), lineno=node.lineno)
        if node.node.name in ("_", "gettext") and len(texts) == 1:
            return nodes.Const(self._translator.find(None, texts[0]), lineno=node.lineno)
        if node.node.name == "pgettext" and len(texts) == 2:
            return nodes.Const(self._translator.find(texts[0], texts[1]), lineno=node.lineno)
        return node


class FoldingGenerator(CodeGenerator):
    """Jinja's own generator, after the texts have been translated."""

    def visit_Template(self, node: nodes.Template, frame: object = None) -> None:
        """Translates first, compiles then."""
        transformer = TextTransformer(self.environment)
        super().visit_Template(transformer.visit(node), frame)  # type: ignore[arg-type]

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Calls a function as Python does. Jinja asks first whether it wants a context; none here does."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute is an attribute. Jinja would look for an item of that name as well."""
        if isinstance(node.node, nodes.Name) and node.node.name == "self":
            super().visit_Getattr(node, frame)  # the blocks of the template are items
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:  # noqa: ARG002
        """Shows a value: escaped, unless it is markup already."""
        self.write("environment.shown(")


def install(
    environment: Environment,
    translator: Translator,
    pure: Mapping[str, Callable[..., object]] | None = None,
) -> None:
    """Makes an environment speak one language.

    `pure` names functions whose answer depends on their arguments alone (icons, addresses of
    static files): with constant arguments they too are called when the template is compiled.
    """
    environment.translator = translator  # type: ignore[attr-defined]
    environment.pure = pure or {}  # type: ignore[attr-defined]
    environment.code_generator_class = FoldingGenerator
    environment.shown = shown  # type: ignore[attr-defined]
    formats = Formats(translator)

    def gettext(text: str, /, **values: object) -> str | Markup:
        return _markup(translator.find(None, text), values)

    def pgettext(context: str, text: str, /, **values: object) -> str | Markup:
        return _markup(translator.find(context, text), values)

    def ngettext(one: str, many: str, count: int, /, **values: object) -> str | Markup:
        return _markup(translator.find_plural(None, one, many, count), {"count": count, **values})

    def npgettext(
        context: str, one: str, many: str, count: int, /, **values: object
    ) -> str | Markup:
        found = translator.find_plural(context, one, many, count)
        return _markup(found, {"count": count, **values})

    environment.globals.update(
        _=gettext, gettext=gettext, pgettext=pgettext, ngettext=ngettext, npgettext=npgettext,
        formats=formats, language=translator.language,
    )  # fmt: skip


def _markup(text: str, values: dict[str, object]) -> str | Markup:
    """A text without values is escaped where it is shown; with values it is markup already."""
    if not values:
        return text
    if any(isinstance(value, Undefined) for value in values.values()):
        raise ValueError(f"a text lacks a value: {text!r}: {values!r}")
    return filled(text, values)
