"""`python build.py` is `pressgen build` for the project this file lies in."""

import sys
from pathlib import Path

try:
    from pressgen.__main__ import command
except ModuleNotFoundError:
    print("Die Umgebung ist nicht aktiv: . .venv/bin/activate (oder gleich: make site)", file=sys.stderr)
    sys.exit(3)

if __name__ == "__main__":
    command(["build", "--project", str(Path(__file__).resolve().parent), *sys.argv[1:]])
