"""The same text from the same templates, sooner: all that reaches into jinja2 for speed alone.

`Environment` here takes the place of jinja2's own. jinja2 turns a template into a Python function; this one writes
the same function with quicker words for what every template says again and again. Each short cut is taken only where
the result is the same by construction, and else what it replaced is called. tests/test_swift_templates.py compares
both ways; docs/performance.md says what each lever is worth.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import jinja2
import markupsafe
import msgspec
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

from pressgen import toolchain

KNOWN = {"jinja2": "3.1.6", "markupsafe": "3.0.4"}
"""The versions whose inside was read. With any other nothing is quickened."""

KEPT = 64
"""So many texts of one partial are kept."""

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def known() -> bool:
    """Are the libraries the known ones?"""
    return all(toolchain.version(name) == version for name, version in KNOWN.items())


def written(value: object) -> str:
    """A value as HTML: what `escape` gives, without a second wrapping of each piece."""
    kind = type(value)
    if kind is str:
        return _escaped(value)  # type: ignore[arg-type]  # `kind` says that it is one
    return value if kind is Markup else markupsafe.escape(value)  # type: ignore[return-value]  # Markup is a str


class _Context(Context):
    """The values of one template while it is filled."""

    def call(self, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """A macro with just the values that it names needs no look at how it may be called."""
        if (
            type(function) is Macro
            and len(arguments) == function._argument_count
            and not (function.caller or function.catch_kwargs or function.catch_varargs)
            and named.keys() <= SCOPES
            and self.eval_ctx.autoescape
        ):
            return Markup(function._func(*arguments))
        if not isinstance(function, (Macro, BlockReference)):
            self.environment.steady = False  # type: ignore[attr-defined]  # of our own environment alone
        return super().call(function, *arguments, **named)


SCOPES = {"_block_vars", "_loop_vars"}
"""What jinja2 passes with every call, for functions that ask for them; a macro does not."""


class _Code(CodeGenerator):
    """Writes the Python function of a template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        mentioned = _mentioned(node)
        super().visit_Template(node, frame)
        self.writeline(f"mentioned = {mentioned!r}")

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("attribute = environment.attribute")
        self.writeline("written = environment.written")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("written(")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("attribute(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        name = _named(node.template)
        if node.with_context or not name:
            super()._import_common(node, frame)
        else:
            self.write(f"environment.imported({name!r})")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        name = _named(node.template)
        if not node.with_context or node.ignore_missing or not name:
            super().visit_Include(node, frame)
            return
        self.start_write(frame, node)
        self.write(f"environment.included({name!r}, context, {self.dump_local_context(frame)})")
        self.end_write(frame)


def _named(template: nodes.Expr) -> str:
    """The name of a template, where it is written out; else empty."""
    return template.value if isinstance(template, nodes.Const) and isinstance(template.value, str) else ""


class Environment(jinja2.Environment):
    """jinja2's, where the libraries are `known`. Its templates stay as they are while it lasts."""

    code_generator_class = _Code
    context_class = _Context
    written = staticmethod(written)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.steady = True
        """Has no template called anything but macros? What it calls might change a list, a dictionary, a namespace."""
        self._loaded: dict[str, jinja2.Template] = {}
        self._modules: dict[str, TemplateModule] = {}
        self._partials: dict[str, _Partial] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary: each template of each page searches it, and jinja2's own is one of two levels."""
        return {**self.globals, **(d or {})}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> jinja2.Template:
        template = self._loaded.get(name)
        if template is None:
            template = self._loaded[name] = super()._load_template(name, globals)
        return template

    def attribute(self, value: Any, name: str) -> Any:
        """`a.b`: an attribute, or else an item."""
        if type(value) is dict and name in value and name not in DICT:
            return value[name]
        try:
            return getattr(value, name)
        except AttributeError:
            return self.getattr(value, name)

    def imported(self, name: str) -> TemplateModule:
        """`{% import %}`: what a template defines is the same for all that import it."""
        module = self._modules.get(name)
        if module is None:
            module = self._modules[name] = self.get_template(name).module
        return module

    def included(self, name: str, context: Context, local: Mapping[str, Any]) -> str:
        """`{% include %}`: the text of a partial, which is the same while all that it mentions is the same."""
        partial = self._partials.get(name)
        if partial is None:
            partial = self._partials[name] = _Partial(self, name)
        return partial.text(context, local)


DICT = frozenset(dir(dict))
"""What is a dictionary's own before it is the name of an item."""


class _Partial:
    """A template that others include."""

    def __init__(self, environment: Environment, name: str) -> None:
        self._environment = environment
        self._template = environment.get_template(name)
        self._mentioned: list[str] | None = None
        with contextlib.suppress(Exception):  # of a template that this one might include; whether it will is not known
            self._mentioned = sorted(_seen(environment, name, set()))
        self._texts: dict[tuple[object, ...], tuple[object, str]] = {}

    def text(self, context: Context, local: Mapping[str, Any]) -> str:
        """For the values that it sees: those of the `context`, and what was set since."""
        if self._mentioned is None or not self._environment.steady:
            return self._filled(context, local)
        values = []
        for name in self._mentioned:
            value = local.get(name, missing)
            values.append(context.resolve_or_missing(name) if value is missing else value)
        try:
            key = tuple([_identity(value) for value in values])
        except TypeError:
            return self._filled(context, local)
        if found := self._texts.get(key):
            return found[1]
        if len(self._texts) >= KEPT:
            self._texts.clear()
        text = self._filled(context, local)
        self._texts[key] = values, text  # the values stay alive, so that nothing else gets their identity
        return text

    def _filled(self, context: Context, local: Mapping[str, Any]) -> str:
        inside = self._template.new_context(context.get_all(), True, local)
        return "".join(self._template.root_render_func(inside))


def _mentioned(tree: nodes.Template) -> tuple[list[str], list[str]]:
    """Every name in a template, and every template that sees what it sees; an empty one if that is not known."""
    others = {
        _named(node.template)
        for node in tree.find_all(nodes.Stmt)
        if isinstance(node, (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
        if getattr(node, "with_context", True)
    }
    return sorted({node.name for node in tree.find_all(nodes.Name)}), sorted(others)


def _seen(environment: Environment, name: str, met: set[str]) -> set[str]:
    """Every name in a template, and in those that see what it sees. Raises ValueError if these are not known."""
    if not name:
        raise ValueError
    if name in met:
        return set()
    met.add(name)
    names, others = environment.get_template(name).root_render_func.__globals__["mentioned"]
    return {*names, *itertools.chain(*(_seen(environment, other, met) for other in others))}


def _identity(value: object) -> object:
    """What is equal only for the same value. Raises TypeError if it might be another the next time."""
    kind = type(value)
    if kind is str:
        return value
    if kind is tuple:
        return tuple([_identity(item) for item in value])  # type: ignore[attr-defined]  # `kind` says that it is one
    if kind in STEADY or isinstance(value, msgspec.Struct):
        return id(value)
    raise TypeError


STEADY = {bool, int, float, type(None), type(missing), Markup, dict, list, dt.date, dt.datetime}
"""Kinds of values that a template changes by a call only, if at all."""
