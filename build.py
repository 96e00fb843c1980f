"""The door: `python build.py` is `pressgen build` for the project this file lies in."""

import sys
from pathlib import Path

from pressgen.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", "--project", str(Path(__file__).resolve().parent), *sys.argv[1:]]))
