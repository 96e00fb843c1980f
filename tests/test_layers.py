"""The picture in docs/architecture.md, proved from the imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src/pressgen"
MODULES = {".".join(file.relative_to(SOURCE).with_suffix("").parts): file for file in sorted(SOURCE.rglob("*.py"))}

FLOORS = (
    {"__main__"},
    {"cli"},
    {"run"},
    {"again"},
    {"pipeline", "new", "letterheads", "upload"},
    {"render"},
    {"load"},
    {
        "reading",
        "check",
        "schedule",
        "sense",
        "schema",
        "hidden",
        "proof",
        "audit",
        "external",
        "settled",
        "quiet",
        "parsed",
        "proven",
        "compiled",
    },
    {"workers.*"},
    {"same"},
    {"sources.*", "outputs.*", "publish"},
    {"swift.*"},
    {"state", "toolchain", "listing", "moves"},
    {"artifact", "messages", "report"},
    {"readings", "paper"},
    {"site"},
    {"subjects"},
    {"teasers"},
    {"model"},
    {"problems", "names"},
)
"""From the roof to the ground: a module imports only from its own floor or below."""

SWIFT = "swift.drawings swift.glyphs swift.letterhead swift.paragraphs swift.ready swift.sizes swift.styles swift.words"
"""What reaches into WeasyPrint for speed."""

INSIDE = ("conformance", "structure", "preflight", "sheet", "hyphens")
"""What looks or reaches into WeasyPrint for a letter to be right."""

HOMES = {
    "yaml": "sources.frontmatter",
    "markdown_it": "sources.body sources.dialect sources.swift",
    "jinja2": "outputs.templates outputs.swift outputs.bytecode",
    "markupsafe": "outputs.templates outputs.swift",
    "feedgen": "outputs.xmlfeeds",
    "weasyprint": " ".join(f"outputs.{name}" for name in ("letters", *INSIDE)) + " " + SWIFT,
    "pydyf": "outputs.structure swift.drawings swift.objects swift.paragraphs",
    "PIL": "outputs.pictures sources.pictures",
    "fontTools": "outputs.preflight",
    "pyphen": "outputs.hyphens",
    "sqlite3": "state",
    "distributed": "workers.cluster",
    "pypdfium2": "readings paper",
    "argparse": "cli",
}

DOORS = {
    "listing",
    "load",
    "state",
    "toolchain",
    "publish",
    "moves",
    "cli",
    "run",
    "new",
    "letterheads",
    "upload",
    "external",
    "workers.processes",
    "__main__",
}
"""Who may open a file, ask the time, print, or start a process."""

ACTS = {
    *(
        "read_bytes",
        "read_text",
        "write_text",
        "write_bytes",
        "open",
        "fdopen",
        "unlink",
        "remove",
        "mkdir",
        "makedirs",
    ),
    *("rmdir", "rmtree", "touch", "symlink_to", "rename", "copy", "copy2", "copyfile", "copytree", "move", "chmod"),
    *("scandir", "listdir", "iterdir", "walk", "glob", "rglob", "stat", "lstat", "exists", "is_file", "is_dir"),
    *("getmtime", "getsize", "getenv", "now", "today", "utcnow", "perf_counter", "run", "Popen", "system", "urlopen"),
}
"""Methods of paths, clocks and processes, and functions of os, shutil and time."""

NOT_FILES = {("readings", "is_dir"), ("outputs.pictures", "open"), ("sources.pictures", "open")}
"""Pillow's `open` of bytes in memory."""


def imports(file: Path) -> set[str]:
    """Every module that a file imports, also inside of functions and for type checkers."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def floor(module: str) -> int:
    room = module.split(".")[0] + ".*" if module.startswith(("sources", "outputs", "swift", "workers")) else module
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def own(names: set[str]) -> set[str]:
    """Those of our own modules."""
    return {name.removeprefix("pressgen.") for name in names if name.removeprefix("pressgen.") in MODULES}


@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("__init__")])
def test_imports_go_down_only(module: str) -> None:
    used = own(imports(MODULES[module]))

    assert not {other for other in used if floor(other) < floor(module)}
    met = {name.split(".")[0] for name in {module, *used}}
    assert module in ("load", "pipeline", "new") or not {"sources", "outputs"} <= met, "they share the model alone"


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_one_home(library: str) -> None:
    users = {name for name, file in MODULES.items() if any(i.split(".")[0] == library for i in imports(file))}

    assert users == set(HOMES[library].split())


@pytest.mark.parametrize("module", sorted(MODULES.keys() - DOORS))
def test_only_the_doors_lead_outside(module: str) -> None:
    calls = [node.func for node in ast.walk(ast.parse(MODULES[module].read_text())) if isinstance(node, ast.Call)]
    functions = {call.id for call in calls if isinstance(call, ast.Name)}
    methods = {call.attr for call in calls if isinstance(call, ast.Attribute) and (module, call.attr) not in NOT_FILES}

    assert not functions & {"open", "print", "input"}
    assert not methods & ACTS
    assert not imports(MODULES[module]) & {"os", "shutil", "subprocess", "socket", "urllib.request", "tempfile", "time"}


def test_heavy_libraries_wait_until_something_is_rendered() -> None:
    """A build with nothing to do must not pay a second for importing them."""
    heavy = ("weasyprint", "feedgen", "jinja2", "markdown_it", "pypdfium2", "PIL")
    code = f"import sys, pressgen.pipeline; print(*(name for name in {heavy} if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == ""


def test_the_room_for_speed_has_one_door() -> None:
    """Letters know it by one line, and who tells that it is shut; it knows nothing of letters."""
    users = {name for name, file in MODULES.items() if any(i.startswith("pressgen.swift") for i in imports(file))}
    inside = {name for name in MODULES if name.startswith("swift.")}

    assert users - inside == {"outputs.letters", "pipeline"}
    used = {module for name in inside for module in own(imports(MODULES[name]))}
    assert used <= inside | {"toolchain"}
