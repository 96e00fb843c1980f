"""`python -m pressgen` is `pressgen`."""

from pressgen.cli import entry

entry()
