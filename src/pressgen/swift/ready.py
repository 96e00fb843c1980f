"""WeasyPrint is imported without what a letter does not need.

Why: of the time that `import weasyprint` takes, its declarations of Pango's functions take two fifths: 450 lines of C,
parsed anew each time. fontTools' tools for subsetting and for variable fonts take a sixth, and HarfBuzz subsets better.
A letter that is drawn alone waits for all of that.
Replaces: `cffi.FFI`, by the declarations in `pango`, parsed once; and two modules of fontTools, by placeholders. Both
only while WeasyPrint is imported.
Falls back: a placeholder becomes the real module when something is asked of it. Where WeasyPrint is imported already,
nothing is done.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def bring() -> None:
    """Import WeasyPrint, if that is not done."""
    if "weasyprint" not in sys.modules:
        with _placed(cffi=_cffi(), **{name: _placeholder(name, function) for name, function in RARE.items()}):
            import weasyprint  # noqa: F401


RARE = {"fontTools.subset": "main", "fontTools.varLib.instancer": "instantiateVariableFont"}
"""Modules that only fonts need which a letterhead rarely has, and a function that is imported from each by name."""


@contextlib.contextmanager
def _placed(**modules: ModuleType) -> Iterator[None]:
    """Let `import` find these modules."""
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update({name: module for name, module in modules.items() if name == "cffi" or not before[name]})
    try:
        yield
    finally:
        for name, module in before.items():
            if module:
                sys.modules[name] = module
            else:
                del sys.modules[name]


def _cffi() -> ModuleType:
    """A cffi that knows what WeasyPrint is about to declare."""
    from pressgen.swift import pango

    class FFI:
        def __init__(self) -> None:
            for name in dir(pango.ffi):
                if not name.startswith("__"):
                    setattr(self, name, getattr(pango.ffi, name))

        def cdef(self, declarations: str) -> None:
            """They are known."""

    cffi = ModuleType("cffi")
    cffi.FFI = FFI  # type: ignore[attr-defined]
    return cffi


def _placeholder(name: str, function: str) -> ModuleType:
    """Stands for a module until something is asked of it, and has one function that stands for that module's own."""

    def attribute(attribute: str) -> Any:
        if attribute.startswith("__"):  # the import itself asks, for a `__path__`
            raise AttributeError(attribute)
        return getattr(importlib.import_module(name), attribute)

    placeholder = ModuleType(name)
    placeholder.__getattr__ = attribute  # type: ignore[method-assign]
    setattr(placeholder, function, lambda *arguments, **named: attribute(function)(*arguments, **named))
    return placeholder
