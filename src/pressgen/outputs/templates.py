"""Templates of a layout, filled: the only home of jinja2.

Templates read their layout from memory. What a designer gets wrong (a value that does not exist, an unclosed block)
is a problem with the template's file and line, like any mistake of an author.
"""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from typing import NoReturn

import jinja2
from markupsafe import Markup

from pressgen.model import Layout
from pressgen.problems import Location, Problem, SourceError

MONTHS = {
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}

DAY_FORMATS = {"de": "{day}. {month} {year}", "en": "{day} {month} {year}"}
MOMENT_FORMATS = {"de": "{:%d.%m.%Y, %H:%M} Uhr", "en": "{:%d.%m.%Y, %H:%M}"}


def filled(layout: Layout, name: str, language: str, /, **values: object) -> str:
    """The template `name` of a layout with these values.

    Raises SourceError with the template's path and line if the template is wrong.
    """
    try:
        return _environment(_Key(layout), language).get_template(name).render(values, language=language)
    except jinja2.TemplateSyntaxError as error:
        _refuse(layout, error.name or name, error.lineno, "template", reason=str(error.message).rstrip("."))
    except jinja2.TemplateNotFound as error:
        _refuse(layout, *(_place_in(layout, error) or (name, 1)), "template-missing", name=str(error.name))
    except (jinja2.TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        place = _place_in(layout, error)
        if place is None:  # not raised below a template's line: our own mistake
            raise
        if isinstance(error, jinja2.UndefinedError):  # 'autor' is undefined; '… object' has no attribute 'autor'
            _refuse(layout, *place, "template-value", name=str(error).split("'")[-2])
        _refuse(layout, *place, "template", reason=str(error).rstrip("."))


def markup(html: str) -> Markup:
    """HTML that templates insert as it is."""
    return Markup(html)  # made by the Markdown parser, which escapes all text


class _Key:
    """A layout as a cache key: equal when its digest is."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def __hash__(self) -> int:
        return hash(self.layout.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.layout.digest == self.layout.digest


@functools.lru_cache(maxsize=16)
def _environment(key: _Key, language: str) -> jinja2.Environment:
    layout = key.layout

    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if name not in layout.files:
            return None
        # The project path as file name makes a traceback say layouts/web/release.html:12.
        return layout.files[name].decode("utf-8"), f"{layout.path}/{name}", lambda: True

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(source),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "numeric": lambda day: f"{day:%d.%m.%Y}",
        "day": lambda day: DAY_FORMATS[language].format(
            day=day.day, month=MONTHS[language][day.month - 1], year=day.year
        ),
        "month": lambda day: MONTHS[language][day.month - 1],
        "moment": lambda moment: MOMENT_FORMATS[language].format(moment),
        "iso": lambda day: day.isoformat(),
        "size": functools.partial(size, language=language),
    }
    return environment


def size(count: int, language: str) -> str:
    """A number of bytes as people read it: `48 kB`, `1,2 MB`."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    number = f"{count / 1_000_000:.1f}"
    return f"{number.replace('.', ',') if language == 'de' else number} MB"


def _place_in(layout: Layout, error: BaseException) -> tuple[str, int] | None:
    """Name and line of the last template that the error passed through."""
    root = f"{layout.path}/"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(root)]
    return (frames[-1].filename.removeprefix(root), frames[-1].lineno or 1) if frames else None


def _refuse(layout: Layout, template: str, line: int, code: str, **values: str) -> NoReturn:
    """Told at the `name` in the line, if the problem has one, or else at the line."""
    text = layout.files[template].decode("utf-8").split("\n") if template in layout.files else []
    excerpt = text[line - 1] if 0 < line <= len(text) else ""
    word = values.get("name", "")
    shown = word if word and word in excerpt else excerpt.strip()
    place = Location(line=line, column=excerpt.find(shown) + 1, width=max(1, len(shown)), excerpt=excerpt)
    raise SourceError([Problem(path=f"{layout.path}/{template}", code=code, values=values, location=place)])
