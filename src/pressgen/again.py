"""Building again: where nothing has changed since the last build, there is nothing to read, check, plan or render."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from pressgen import listing, publish, same
from pressgen.listing import Looked
from pressgen.report import SILENT, Listener, Report
from pressgen.state import State
from pressgen.toolchain import toolchain
from pressgen.workers import ALONE, Workers


def build(
    project: Path,
    at: dt.datetime,
    listener: Listener = SILENT,
    *,
    workers: Workers = ALONE,
    for_good: bool = True,
    looked: Looked | None = None,
) -> Report:
    """Bring `public/` and `print/` to what may be seen at `at`; without UTC offset it is by the newsroom's clock.

    If it is `for_good`, and `at` no imagined moment, content/published.txt gets a line for each release that is public
    for the first time. Where somebody has just `looked`, nobody looks again.

    Raises SourceError, state.Busy, OSError, state.StateError, workers.Lost or workers.Unlike, and nothing was published
    then, but for publish.Unfinished.
    """
    folders = publish.published(project)
    listener.stage("start")
    with State(folders.state / "state.db", toolchain()) as state:
        listener.stage("look")
        looked = looked or listing.look(project)
        disturbed = functools.cache(lambda: publish.disturbed(folders, state.published))
        if for_good and (report := same.report(state, looked, disturbed, at)):
            return report
        from pressgen import pipeline  # 40 ms: not where nothing has changed

        return pipeline.built(project, folders, state, looked, disturbed(), at, listener, workers, for_good=for_good)
