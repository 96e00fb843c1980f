"""A letterhead's fonts, style sheets and images are read for its first letter, and kept.

Why: to parse the style sheet and to register the fonts takes a quarter of a letter's time.
Replaces: `FontConfiguration` and the image loader as `weasyprint.document` calls them, and `css.find_stylesheets`.
Falls back: to reading, for images that are not the letterhead's, and SVGs that need more than themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint import css, document
from weasyprint.images import SVGImage

from pressgen.swift.desk import Shelf, Swap

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk


def swaps(desk: Desk) -> Iterator[Swap]:
    fonts: list[Any] = []
    sheets: Shelf[Any, Any] = Shelf(8)
    images: Shelf[Any, Any] = Shelf(100)
    configuration, find, load = document.FontConfiguration, css.find_stylesheets, document.original_get_image_from_uri

    def kept_configuration() -> Any:
        if not fonts:
            fonts.append(configuration())
        return fonts[0]

    def kept_stylesheets(
        wrapper: Any, media: str, fetcher: Any, base: str, config: Any, counters: Any, profiles: Any, *lists: Any
    ) -> list[Any]:
        """The same for the same elements, together with the counter styles that they define."""
        elements = [found.etree_element for found in wrapper.query_all("style", "link")]
        key = (media, base, *((e.tag, *sorted(e.attrib.items()), css.get_child_text(e)) for e in elements))
        if key not in sheets:
            found = list(find(wrapper, media, fetcher, base, config, counters, profiles, *lists))
            if profiles:  # one of these has a state of its own
                return found
            sheets[key] = found, dict(counters)
        found, defined = sheets[key]
        counters.update(defined)
        return found  # type: ignore[no-any-return]

    def kept_image(cache: Any, url_fetcher: Any, options: Any, url: str, *more: Any, **named: Any) -> Any:
        """A letter's own `cache` still decides: within one letter the first way to load an image counts."""
        if url not in cache and url.startswith(desk.base):
            key = (url, *more, *(value for name, value in sorted(named.items()) if name != "context"))
            if (image := images.get(key)) is None:
                image = load({}, url_fetcher, options, url, *more, **named)
                if _holds_nothing(image):
                    images[key] = image
            cache[url] = image
        return load(cache, url_fetcher, options, url, *more, **named)

    yield Swap(document, "FontConfiguration", kept_configuration)
    yield Swap(css, "find_stylesheets", kept_stylesheets)
    yield Swap(document, "original_get_image_from_uri", kept_image)


def _holds_nothing(image: Any) -> bool:
    """Whether an image is complete by itself; an SVG may set text or bring images by means of the letter it is in."""
    if isinstance(image, SVGImage):
        if not {node.tag.rpartition("}")[2] for node in image._svg.tree._etree_node.iter()} <= SHAPES:
            return False
        image._context = image._url_fetcher = image._svg.url_fetcher = None  # or the letter would be kept with it
    return image is not None


SHAPES = {
    *("svg", "g", "defs", "title", "desc", "metadata", "style", "clipPath", "linearGradient", "radialGradient", "stop"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
}
"""Elements of an SVG that need nothing but themselves."""
