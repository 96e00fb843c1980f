"""Importing this makes a process ready to render, before it knows what.

What is missing on the machine is told by the first letter, as it is without workers.
"""

import contextlib

from pressgen.outputs import letters

with contextlib.suppress(ImportError, OSError):
    import jinja2  # noqa: F401
    import PIL.Image  # noqa: F401
    import pypdfium2  # noqa: F401

    letters.prepare()
