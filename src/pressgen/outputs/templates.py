"""Templates of a layout, filled: the only home of jinja2.

Templates read their layout from memory. What a designer gets wrong (a value that does not exist, an unclosed block)
is a problem with the template's file and line, like any mistake of an author.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import traceback
import urllib.parse
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from pressgen.model import Layout
from pressgen.problems import Location, Problem, SourceError

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

kept: dict[str, bytes] = {}
"""Templates as jinja2 compiled them, for whoever keeps them from build to build."""

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
    return encoded(layout, name, language, **values).decode()


def encoded(layout: Layout, name: str, language: str, /, **values: object) -> bytes:
    """The same, as UTF-8."""
    import jinja2

    environment = _environment(_Key(layout), language)
    try:
        template = environment.get_template(name)
    except jinja2.TemplateSyntaxError as error:
        _refuse_syntax(layout, name, error)
    except jinja2.TemplateNotFound:  # a layout that was taken over from an older pressgen, perhaps
        _refuse(layout, name, 0, "template-absent")
    except Exception as error:  # jinja2's own compiler, or Python's, whose lines are not the template's
        _refuse(layout, name, 0, "template", reason=_reason(error))
    try:
        return template.render(values, language=language).encode()  # half a character, '\\ud83c', is none
    except jinja2.TemplateSyntaxError as error:  # of a template that this one includes
        _refuse_syntax(layout, name, error)
    except Exception as error:  # whatever an expression in a template raises; what no template passed is our mistake
        places = _places_in(layout, error) or ([(name, 0)] if isinstance(error, UnicodeEncodeError) else [])
        if not places:  # not raised below a template's line: our own mistake
            raise
        _refuse_value(layout, places, error)


def markup(html: str) -> Markup:
    """HTML that templates insert as it is."""
    from markupsafe import Markup

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
    import jinja2  # 30 ms: only where something is rendered

    layout = key.layout

    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if name not in layout.files:
            return None
        # The project path as file name makes a traceback say layouts/web/release.html:12.
        return layout.text(name), f"{layout.path}/{name}", lambda: True

    from pressgen.outputs import bytecode, swift

    environment = (swift.Environment if swift.known() else jinja2.Environment)(
        loader=jinja2.FunctionLoader(source),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=bytecode.Compiled(kept, language),
    )
    environment.filters |= {
        "numeric": lambda day: f"{day:%d.%m.%Y}",
        "day": lambda of, spoken=language: day(of, spoken),
        "month": lambda day: MONTHS[language][day.month - 1],
        "moment": lambda moment: MOMENT_FORMATS[language].format(moment),
        "iso": lambda day: day.isoformat(),
        "size": functools.partial(size, language=language),
        "count": lambda number, spoken=language: f"{number:,}".replace(",", "." if spoken == "de" else ","),
        "url": urllib.parse.quote,
    }
    return environment


def day(of: dt.date, language: str) -> str:
    """A day as people read it: `20. Dezember 2017`."""
    return DAY_FORMATS[language].format(day=of.day, month=MONTHS[language][of.month - 1], year=of.year)


def size(count: int, language: str) -> str:
    """A number of bytes as people read it: `48 kB`, `1,2 MB`."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    number = f"{count / 1_000_000:.1f}"
    return f"{number.replace('.', ',') if language == 'de' else number} MB"


def _places_in(layout: Layout, error: BaseException) -> list[tuple[str, int]]:
    """Names and lines of the templates that the error passed through, the last one where it was raised."""
    root = f"{layout.path}/"
    frames = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
    return [(path.removeprefix(root), line) for path, line in frames if path.startswith(root)]


VALUE = re.compile(
    r".* has no (?:attribute|element) (.+)|(.+) is undefined|parameter (.+) was not provided|.* the requested name (.+)"
)
"""What jinja2 says of a value that does not exist."""


def _refuse_syntax(layout: Layout, name: str, error: jinja2.TemplateSyntaxError) -> NoReturn:
    at = (error.name or name).removeprefix(f"{layout.path}/")  # jinja2 tells the one or the other
    _refuse(layout, at, error.lineno, "template", reason=_reason(error))


def _refuse_value(layout: Layout, places: list[tuple[str, int]], error: Exception) -> NoReturn:
    """What went wrong while a template was filled, told at the last of `places`."""
    import jinja2

    if isinstance(error, RecursionError):  # where it ended is chance; the circle was met again and again
        _refuse(
            layout, *min((place for place in places if places.count(place) > 1), default=places[-1]), "template-endless"
        )
    if isinstance(error, jinja2.TemplateNotFound):
        _refuse(layout, *places[-1], "template-missing", name=str(error.name))
    if isinstance(error, SyntaxError):  # of Python, in a template that the last place includes
        _refuse(layout, str(error.filename).removeprefix(f"{layout.path}/"), 0, "template", reason=_reason(error))
    if isinstance(error, jinja2.UndefinedError) and (match := VALUE.fullmatch(str(error))):
        _refuse(layout, *places[-1], "template-value", name=(match[match.lastindex or 0]).strip("'\""))
    _refuse(layout, *places[-1], "template", reason=_reason(error))


def _reason(error: Exception) -> str:
    """What the libraries say, in English."""
    said = error.msg if isinstance(error, SyntaxError) else getattr(error, "message", None) or str(error)
    return str(said).rstrip(".") or type(error).__name__


def _refuse(layout: Layout, template: str, line: int, code: str, **values: str) -> NoReturn:
    """Told at the `name` in the line (1-based), if the problem has one, or else at the line; 0 is the whole file."""
    place = None
    if line:
        text = [*layout.text(template).split("\n"), *[""] * line]
        excerpt = text[line - 1]
        word = values.get("name", "")
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", excerpt) if word else None
        start, end = match.span() if match else (excerpt.find(excerpt.strip()), len(excerpt.rstrip()))
        place = Location(line=line, column=start + 1, width=max(1, end - start), excerpt=excerpt)
    raise SourceError([Problem(path=f"{layout.path}/{template}", code=code, values=values, location=place)])
