"""WeasyPrint is imported without what a letter does not need.

Why: of the time that `import weasyprint` takes, its declarations of Pango's functions take two fifths: 450 lines of C,
parsed anew each time. fontTools takes a fifth, for fonts that are variable, compressed or coloured, or for machines
without HarfBuzz's own subsetting. A style sheet takes a twentieth, for those who ask for presentational hints, which
pressgen does not. A letter that is drawn alone waits for all of that.
Replaces: `cffi.FFI`, by the declarations in `pango`, parsed once; fontTools, by placeholders; that style sheet, by an
empty one. All of it only while WeasyPrint is imported.
Falls back: when a placeholder is used, WeasyPrint gets the real thing. If it is imported already, nothing is done.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from importlib import resources
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def bring() -> None:
    """Import WeasyPrint, if that is not done."""
    if "weasyprint" not in sys.modules:
        with _placed(cffi=_cffi(), **_font_tools()), _without_hints():
            import weasyprint  # noqa: F401


@contextlib.contextmanager
def _placed(**modules: ModuleType) -> Iterator[None]:
    """Let `import` find these modules."""
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
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


HINTS = "html5_ph.css"
"""What `align` and `bgcolor` and their like mean, for documents of the last century."""


class Folder:
    """WeasyPrint's folder of style sheets, in which this one is empty."""

    def __init__(self, files: Traversable) -> None:
        self._files = files

    def __truediv__(self, name: str) -> Any:
        return self if name == HINTS else self._files / name

    def read_text(self, _: str) -> str:
        return ""


@contextlib.contextmanager
def _without_hints() -> Iterator[None]:
    files = resources.files

    def without(package: Any) -> Any:
        return Folder(files(package)) if getattr(package, "__name__", "") == "weasyprint.css" else files(package)

    resources.files = without
    try:
        yield
    finally:
        resources.files = files


FONT_TOOLS = {
    "fontTools": ("subset",),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""What WeasyPrint imports of them."""

USERS = ("weasyprint.text.fonts", "weasyprint.pdf.fonts")
"""Where it does."""


class Later:
    """Stands for something of fontTools until it is used."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        module = importlib.import_module(self._module)
        with contextlib.suppress(ModuleNotFoundError):  # it may be a module of its own
            importlib.import_module(f"{self._module}.{self._name}")
        return getattr(module, self._name)

    def _arrived(self) -> Any:
        """The real thing; from now on WeasyPrint has all of them."""
        for user in map(importlib.import_module, USERS):
            for name, value in list(vars(user).items()):
                if isinstance(value, Later):
                    setattr(user, name, value._real())
        return self._real()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._arrived()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._arrived(), name)


def _font_tools() -> dict[str, ModuleType]:
    """Modules that hold nothing but placeholders."""
    placed = {}
    for module, names in FONT_TOOLS.items():
        placed[module] = ModuleType(module)
        for name in names:
            setattr(placed[module], name, Later(module, name))
    return placed
