"""What may befall a build: it is killed, the disk is full, folders may not be written, the state is lost or taken."""

from __future__ import annotations

import random
from pathlib import Path

from tests.torture import FALLS, Torture


def test_builds_killed_at_random_moments_leave_old_or_new_files_and_the_next_one_completes_them(tmp_path: Path) -> None:
    """`make torture` does the same with 2,000 releases and 200 kills."""
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    torture = Torture(tmp_path, releases=200, changed=30, seed=seed)

    for _ in range(10):
        torture.kill()

    assert torture.falls[FALLS[1]], "at least one while files were moved"
