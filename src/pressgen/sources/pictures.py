"""How big a picture is, from its first bytes."""

from __future__ import annotations

import io
import posixpath
import warnings

from pressgen.model import IMAGE_KINDS

SIDEWAYS = (5, 6, 7, 8)
"""Values of EXIF's orientation for a camera held upright."""


def size(path: str, data: bytes) -> tuple[int, int]:
    """Width and height in pixels, as it is shown; 0, 0 for what is no picture or cannot be read, which others tell."""
    kind = IMAGE_KINDS.get(posixpath.splitext(path)[1].lower())
    if kind is None:
        return 0, 0
    from PIL import Image  # 50 ms: only where a picture changed

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of enormous ones, which are refused where they are shown
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:  # reads no pixel
                width, height = picture.size
                return (height, width) if picture.getexif().get(0x0112) in SIDEWAYS else (width, height)
    except MemoryError:  # no mistake of the picture
        raise
    except Exception:  # Pillow's decoders raise nearly everything, down to IndexError and zlib.error
        return 0, 0
