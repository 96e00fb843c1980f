"""Fixtures of all stories."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pressgen.cli import main
from tests.harness import PROJECT, Built, Newsroom


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="redraw the golden files instead of comparing with them")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A newsroom with one contact and no release."""
    return Newsroom(tmp_path)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own content and the specimen releases, built once."""
    folder = tmp_path_factory.mktemp("published")
    for part in ("content", "layouts"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copytree(PROJECT / "tests/specimen", folder / "content", dirs_exist_ok=True)
    assert main(["build", "--project", str(folder), "--quiet"]) == 0
    return Built(folder)
