"""Which blanks a typesetter would not break a line at.

Done to the finished HTML of a page or letter, so that the text stays what it is everywhere else: in the feed, in the
search for what is hidden, and in the source. A no-break blank is a blank for those who search and copy.
"""

from __future__ import annotations

import re

MONTHS = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    "|January|February|March|May|June|July|October|December"
)

UNITS = (
    r"Uhr|Prozent|Prozentpunkte?n?|Promille|Grad|Euro|Cent|Mio\.|Mrd\.|Tsd\.|Millionen?|Milliarden?|Tausend"
    r"|(?:Kilo|Zenti|Milli|Quadrat|Kubik|Quadratkilo)?[Mm]etern?|Hektar|Liter|(?:Kilo)?[Gg]ramm|Tonnen?"
    r"|(?:Kilo|Mega|Giga)watt(?:stunden?)?|Stunden?|Minuten?|Sekunden?"
    r"|percent|million|billion|thousand|a\.m\.|p\.m\.|am|pm"
    r"|[kcmµ]?m[²³]?|km/h|[kmµ]?g|[hmc]?l|ha|t|[kMGT]?Wh?|[kMGT]?B|dB|[kM]?Hz|[kM]?V|[kmM]?bit/s|°C|K"
)
"""What a number counts or measures; not every noun, or no line would break."""


def _behind(words: str) -> str:
    """A pattern for the place behind one of the words and the character that was just matched."""
    return "|".join(rf"(?<=\b{word}.)" for word in words.split("|"))


# Each begins with a character that most places do not have, and ends with the blank: this is done to every page.
KEPT = (
    re.compile(
        rf"\d\.?[ \n](?=(?:{MONTHS}|{UNITS})(?![\w/²³])|[%‰€$£])"  # 20. Dezember, 5 Prozent
        r"|\d(?<!\d\d)\d{0,2}[ \n](?=\d{3}(?!\d))"  # 25 000
        r"|\d(?<!\d\d)\d?\.[ \n](?=\d{1,2}\.|\d{4}(?!\d))"  # 20. 12. 2017
    ),
    re.compile(r"[§€$£][ \n](?=\d)"),
    re.compile(
        rf"\.(?:{_behind('Nr|Nrn|No|Art|Abs|Ziff|Kap|Bd|S|p|Tel|ca')})[ \n](?=\d)"  # Nr. 5
        rf"|\.(?:{_behind('Dr|Prof|Dipl|Ing|Mag|St|Hr|Fr|Mr|Mrs|Ms')})[ \n](?=[A-ZÄÖÜ])"  # Dr. Müller
        rf"|\.(?:{_behind('Mio|Mrd|Tsd')})[ \n](?=Euro|€)"
        r"|\.(?<=\b\w.)[ \n](?=\w\.|Chr\.)"  # z. B., i. d. R., v. Chr.
    ),
    re.compile(
        rf"[ \n](?:(?:{_behind('Mr|Mrs|Ms|Dr')})(?=[A-Z])"  # Mr Smith
        rf"|(?:{_behind('Millionen|Milliarden')})(?=Euro\b)"
        rf"|(?:{_behind(MONTHS)})(?=\d{{1,2}}(?:,|st|nd|rd|th)))"  # December 20, 2017
    ),
)
"""What ends with a blank after which no line should begin."""

NO_BREAK = "\N{NO-BREAK SPACE}"

AS_IT_IS = ("title", "script", "style", "pre", "code", "textarea")
"""Elements whose words are not set."""


def kept_together(html: str) -> str:
    """The HTML with no-break blanks between a number and what it counts, and within abbreviations, dates and titles."""
    first, *rest = html.split("<")  # which is only ever a tag's
    done = [first]
    inside = ""
    for piece in rest:
        tag, end, words = piece.partition(">")
        name = tag.partition(" ")[0]
        if inside:
            inside = "" if name == f"/{inside}" else inside
        elif name in AS_IT_IS:
            inside = name
        if words and not inside and not words.isspace():
            words = _kept(words)
        done.append(f"{tag}{end}{words}")
    return "<".join(done)


def _kept(words: str) -> str:
    for pattern in KEPT:
        words = pattern.sub(lambda match: match[0][:-1] + NO_BREAK, words)
    return words
