"""Fixtures of all stories."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pressgen.cli import main
from tests.harness import PROJECT, Built, Newsroom

NODE_MODULES = PROJECT / "tests/conformance/node_modules"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="redraw the golden files instead of comparing with them")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A newsroom with one contact and no release."""
    return Newsroom(tmp_path)


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """Three releases, built."""
    newsroom.release("erste", date="2025-11-03")
    newsroom.release("zweite", date="2026-01-12")
    newsroom.release("dritte", date="2026-02-05")
    newsroom.build()
    return newsroom


MANY = 24
"""Letters that are worth workers."""


@pytest.fixture
def office(newsroom: Newsroom) -> Newsroom:
    """A newsroom with many releases, one of them under embargo."""
    for number in range(MANY - 1):
        newsroom.release(f"meldung-{number}", date=f"2026-02-{number % 28 + 1:02}", body=f"Die Meldung Nr. {number}.")
    newsroom.release("landrat", date="2026-06-02", embargo="2026-06-02 09:00")
    return newsroom


@pytest.fixture(scope="session")
def judge() -> Callable[..., str]:
    """judge("qpdf", "qpdf") is the path of the program that Debian's package qpdf brings.

    Without a package: a file below node_modules, or an absolute path, that scripts/setup brings.

    The judges are programs by other people. One that is not installed skips its tests and says which command brings it;
    in CI (CI=true) it fails, so that nobody is told more than was looked at.
    """

    def find(program: str, package: str = "") -> str:
        if package and (found := shutil.which(program)):
            return found
        file = NODE_MODULES / program
        if not package and file.exists():
            return str(file)
        command = f"apt-get install {package}" if package else "scripts/setup test"
        message = f"{program} is not installed; to have it: {command}"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)

    return find


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own content and the specimen releases, built once."""
    folder = tmp_path_factory.mktemp("published")
    for part in ("content", "layouts"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copytree(PROJECT / "tests/specimen", folder / "content", dirs_exist_ok=True)
    assert main(["build", "--project", str(folder), "--quiet"]) == 0
    return Built(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The disasters come first: they fork this process a thousand times, which after all others is large."""
    items.sort(key=lambda item: "test_disasters" not in item.nodeid)
