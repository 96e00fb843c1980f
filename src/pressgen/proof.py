"""The proof that nothing hidden is published: what a build is about to publish is searched for what must not be seen.

Everything before it takes care that a hidden release reaches no output. This looks at the result, whatever made it: a
template, an attachment, an author who wrote too much, or a mistake of ours. `hidden` says what is looked for.

- An *address*: the slug as a part of an address or a file name; or a former address.
- A *headline*: from four words on; shorter ones are said by chance.
- *Words*: eight in a row of its text.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from pressgen.hidden import Secret, Visible, spaced, tokens
from pressgen.problems import Location, Problem
from pressgen.readings import Hindrance, decoded, readings

RUN = 8
"""How many words of a text in a row are no chance."""
HEADLINE = GRAM = 4
"""The least words of a headline; and how many words are looked up at once."""
STEP = RUN - GRAM + 1
"""Of every so many four words, one is in each run of eight: the others need not be looked up."""

EXTENSION = re.compile(
    r"\.(?:html?|pdf|md|txt|xml|json|ics|csv|png|jpe?g|gif|svg|webp|docx?|odt|xlsx?|pptx?|zip|mp[34]"
    r"|css|m?js|woff2?|ttf|otf|ico|webmanifest)\b",
    re.IGNORECASE,
)
"""Of what may be published; also what a layout is made of: `style.css` is not the release `style`."""
OUTSIDE = re.compile(r"""[\s"'<>()\[\]{}|\\^`„“”»«,;?&#=]""")
"""What is not part of an address, or begins another one in it."""
REACH = 300
"""Characters before a slug that may belong to its address."""
DAY = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d-\Z")


class Leak(msgspec.Struct, frozen=True, kw_only=True):
    """Something hidden in a file that is about to be published."""

    path: str
    """The file, as it was given."""
    line: int | None
    """1-based; None in what has no lines (a path, a PDF), and where the place is hard to tell."""
    kind: Literal["address", "headline", "words"]
    words: str
    """The address as found; the headline, or the words, as in the hidden release."""
    source: str
    """The file of the hidden release."""


class Unsearchable(msgspec.Struct, frozen=True, kw_only=True):
    """A file of which something could not be searched: nobody knows what is in it."""

    path: str
    reason: Hindrance


def searched(
    files: Iterable[tuple[str, bytes]], secrets: Sequence[Secret], visible: Visible
) -> Iterator[Leak | Unsearchable]:
    """Whatever of the secrets is in the files: `Search.found`."""
    return Search(secrets, visible).found(files)


class Search:
    """A search for secrets in any number of files."""

    def __init__(self, secrets: Sequence[Secret], visible: Visible) -> None:
        self._index = _Index(secrets)
        self._any = bool(secrets)
        self._visible = visible

    def may_be_in(self, marks: bytes) -> bool:
        """May a file with these `marks` hold any of the secrets? If not, it need not be read."""
        return self._index.may_be_among(frozenset(array("I", marks)))

    def found(self, files: Iterable[tuple[str, bytes]]) -> Iterator[Leak | Unsearchable]:
        """Whatever of the secrets is in the files, told once for each file, kind and secret.

        A file is its path below the project (`public/2026/slug/index.html`) and its bytes.
        """
        if not self._any:
            return
        index, visible = self._index, self._visible
        for path, data in files:
            found: dict[tuple[str, str], Leak] = {}
            for leak in index.addresses(_quoted(path), path, visible):
                found.setdefault((leak.kind, leak.source), leak)
            texts, hindrance = readings(path, data)
            for text in texts:
                words = tokens(text)
                for leak in (*index.addresses(text, path, visible, words), *index.phrases(words, path, visible)):
                    if (leak.kind, leak.source) not in found:
                        found[leak.kind, leak.source] = msgspec.structs.replace(leak, line=_line(data, leak.words))
            yield from found.values()
            if hindrance:
                yield Unsearchable(path=path, reason=hindrance)


def _quoted(path: str) -> str:
    """The path of a file as an address that stands in a text."""
    return f'"/{path.partition("/")[2]}"'


class Unmarked(NamedTuple):
    """A file of which nobody knows yet what it can hold."""

    path: str
    data: bytes
    effort: float
    """Milliseconds, on a machine of 2026."""

    @property
    def bulk(self) -> None:
        """Nothing that others have, too."""


def effort(path: str, size: int) -> float:
    """How long it takes to mark a file of so many bytes, in milliseconds."""
    return 5.0 if path.endswith(".pdf") else size / 20_000


def marks(files: Sequence[Unmarked]) -> list[bytes]:
    """For each file the numbers of all words, and of all runs, that can be read in it and in its path.

    Empty if it cannot be read wholly: then it has to be searched every time.
    """
    return [_marks(file.path, file.data) for file in files]


def _marks(path: str, data: bytes) -> bytes:
    texts, hindrance = readings(path, data)
    if hindrance:
        return b""
    numbers: set[int] = set()
    for text in (_quoted(path), *texts):
        words = tokens(text)
        numbers.update(_number((word,)) for word in words)
        numbers.update(map(_number, zip(*(words[start:] for start in range(RUN)), strict=False)))
    return array("I", numbers).tobytes()


def _number(words: Iterable[str]) -> int:
    """32 bits that stand for words: others may have the same, which costs time and hides nothing."""
    return zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass"))


def told(found: Iterable[Leak | Unsearchable]) -> tuple[list[Problem], list[Problem]]:
    """What was found, as problems of the files: leaks, which stop a build, and what could not be searched, a remark."""
    leaks: list[Problem] = []
    unsearchable: list[Problem] = []
    for item in found:
        if isinstance(item, Unsearchable):
            unsearchable.append(Problem(path=item.path, code=UNSEARCHABLE[item.reason]))
        else:
            place = Location(line=item.line, column=1) if item.line else None
            values = {"words": item.words, "source": item.source}
            leaks.append(Problem(path=item.path, code=LEAKS[item.kind], values=values, location=place))
    return leaks, unsearchable


LEAKS = {"address": "leak-address", "headline": "leak-headline", "words": "leak-words"}
UNSEARCHABLE: Mapping[Hindrance, str] = {
    "encrypted": "unsearchable-encrypted",
    "broken": "unsearchable-broken",
    "too-large": "unsearchable-too-large",
}


class _Phrase:
    """Four words of a secret that are looked for, and what they stand in."""

    def __init__(self, kind: Literal["headline", "words"], secret: Secret, words: tuple[str, ...], at: int) -> None:
        self.kind = kind
        self.secret = secret
        self.words = words
        """The whole headline, or of the text all that a run with these four words can have."""
        self.at = at
        """Where in `words` the four begin."""
        # Where runs begin that nothing visible is known to have: a stock sentence, which stands everywhere, is asked
        # for once.
        self.open = set() if kind == "headline" else {b for b in range(at + 1) if b + RUN <= len(words)}

    def run_at(self, begin: int) -> tuple[str, ...]:
        """The run that begins there."""
        return self.words[begin : begin + RUN]


class _Index:
    """Secrets, prepared to be found in one pass over the words of a file."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._slugs: dict[str, list[Secret]] = {}
        self._grams: dict[tuple[str, ...], list[_Phrase]] = {}
        self._numbers: Counter[int] = Counter()
        """Of slugs and runs, each with how often it is meant: files without any of them hold nothing of the kind."""
        self._headlines: dict[tuple[str, ...], frozenset[int]] = {}
        """The words of each headline: files without all of them do not have it."""
        for secret in secrets:
            if secret.slug:
                # As `tokens` spells them.
                for name in {secret.slug, f"{secret.day}-{secret.slug}"}:
                    self._slugs.setdefault(name.replace("-", "").casefold(), []).append(secret)
            for path in secret.former:
                for name in tokens(path.rpartition("/")[2])[:1]:
                    self._slugs.setdefault(name, []).append(secret)
            headline, text = tuple(tokens(secret.headline)), tuple(tokens(_visible_part(secret.text)))
            if len(headline) >= HEADLINE:
                self._add(_Phrase("headline", secret, headline, 0))
            if len(text) >= RUN:
                for at in range(0, len(text) - GRAM + 1, STEP):
                    begin = max(0, at - RUN + GRAM)
                    self._add(_Phrase("words", secret, text[begin : at + RUN], at - begin))
        self._numbers.update(_number((name,)) for name in self._slugs)

    def may_be_among(self, numbers: frozenset[int]) -> bool:
        """May a file whose words and runs have these numbers hold any of the secrets?"""
        if not self._numbers.keys().isdisjoint(numbers):
            return True
        return any(words <= numbers for words in self._headlines.values())

    def _add(self, phrase: _Phrase) -> None:
        same = self._grams.setdefault(phrase.words[phrase.at : phrase.at + GRAM], [])
        # A stock sentence stands in every secret: once is enough to find it.
        if all((other.kind, other.words, other.at) != (phrase.kind, phrase.words, phrase.at) for other in same):
            same.append(phrase)
            self._numbers.update(_number(phrase.run_at(begin)) for begin in phrase.open)
            if phrase.kind == "headline":
                self._headlines[phrase.words] = frozenset(_number((word,)) for word in phrase.words)

    def addresses(self, text: str, path: str, visible: Visible, words: Iterable[str] | None = None) -> Iterator[Leak]:
        """Slugs that stand in an address, unless it is that of something visible. `words` are those of the text."""
        names = self._slugs.keys() & (tokens(text) if words is None else words)
        for secret in {secret.source: secret for name in sorted(names) for secret in self._slugs[name]}.values():
            for address in (*_addresses(text, secret, visible), *_former(text, secret, visible)):
                if not visible.address(address, path.partition("/")[2]):
                    yield Leak(path=path, line=None, kind="address", words=address, source=secret.source)
                    break

    def phrases(self, words: Sequence[str], path: str, visible: Visible) -> Iterator[Leak]:
        """Headlines and runs of eight words, unless something visible has them."""
        if self._grams.keys().isdisjoint(_grams(words)):
            return
        for at, gram in enumerate(_grams(words)):
            for phrase in tuple(self._grams.get(gram, ())):
                secret = phrase.secret
                if phrase.kind == "headline":
                    if tuple(words[at : at + len(phrase.words)]) == phrase.words:
                        if visible.headline(spaced(phrase.words)):
                            self._drop(phrase)
                        else:
                            said = secret.headline
                            yield Leak(path=path, line=None, kind="headline", words=said, source=secret.source)
                elif run := self._hidden_run(words, at, phrase, visible):
                    said = _written(secret.text, run)
                    yield Leak(path=path, line=None, kind="words", words=said, source=secret.source)
                elif not phrase.open:
                    self._drop(phrase)

    def _drop(self, phrase: _Phrase) -> None:
        """Something visible has all of it: no file need be asked for it any more."""
        gram = phrase.words[phrase.at : phrase.at + GRAM]
        left = [other for other in self._grams.pop(gram) if other is not phrase]
        if left:
            self._grams[gram] = left
        if phrase.kind == "headline":
            del self._headlines[phrase.words]

    def _hidden_run(self, words: Sequence[str], at: int, phrase: _Phrase, visible: Visible) -> tuple[str, ...] | None:
        """The earliest run that file and secret share around the four words, and that nothing visible has.

        It tells best what it is about.
        """
        for begin in sorted(phrase.open):
            start = at - phrase.at + begin
            run = phrase.run_at(begin)
            if start >= 0 and tuple(words[start : start + RUN]) == run:
                if not visible.text(spaced(run)):
                    return run
                phrase.open.discard(begin)
                self._numbers[_number(run)] -= 1
                if not self._numbers[_number(run)]:
                    del self._numbers[_number(run)]
        return None


def _visible_part(text: str) -> str:
    """The text as `readings` would give it: soft hyphens and joiners gone."""
    return readings("", text.encode("utf-8", "replace"))[0][0]


def _grams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _addresses(text: str, secret: Secret, visible: Visible) -> Iterator[str]:
    """Where the slug stands in a text as a part of an address, each up to the end of this part.

    A slug of one word is a word: it takes its year or day, or a relative address in quotes. And what another host calls
    so is its own affair, unless the year or a day is there as well.
    """
    slug = secret.slug
    one_word = "-" not in slug
    # Looking back comes last, because a pattern that begins with plain letters is searched for ten times as fast.
    pattern = rf"{slug}(?![\w-])(?<=[/\"'-]{slug})" if one_word else rf"{slug}(?![\w-])(?<![\w.@]{slug})"
    for match in re.finditer(pattern, text, 0 if one_word else re.IGNORECASE):
        before = OUTSIDE.split(text[max(0, match.start() - REACH) : match.start()])[-1]
        rest = OUTSIDE.split(text[match.end() : match.end() + 10], maxsplit=1)[0].partition("/")[0]
        named = rest if EXTENSION.match(rest) else ""
        follows = bool(named) or text.startswith("/", match.end() + len(rest))
        day = DAY.search(before)
        if day:
            wanted = not one_word or day[0] == f"{secret.day}-"
        elif before.endswith("-"):
            wanted = False  # another, longer slug
        elif secret.year and before.endswith(f"{secret.year}/"):
            wanted = True
        elif visible.foreign(before + slug):
            wanted = False
        elif one_word:
            quoted = text.endswith(("'", '"'), 0, match.start() - len(before))
            wanted = quoted and (bool(before) or follows) and re.fullmatch(r"/|(?:\.{1,2}/)*", before) is not None
        else:
            wanted = before.endswith("/") or follows
        if wanted:
            yield before + match[0] + named


def _former(text: str, secret: Secret, visible: Visible) -> Iterator[str]:
    """Where a former address stands in a text, whole. One of one word is a word, unless a slash is beside it."""
    for path in secret.former:
        word = path.isalnum()
        pattern = rf"{re.escape(path)}(?![\w-])(?<![\w-]{re.escape(path)})"
        for match in re.finditer(pattern, text, 0 if word else re.IGNORECASE):
            before = OUTSIDE.split(text[max(0, match.start() - REACH) : match.start()])[-1]
            slash = before.endswith("/") or text.startswith("/", match.end())
            if (slash or not word) and not visible.foreign(before + path):
                yield before + match[0]


def _written(text: str, run: Sequence[str]) -> str:
    """The run as it stands in the text of the secret, or as it is compared where that cannot be told."""
    found = _pattern(run).search(text)
    return " ".join(found[0].split()) if found else " ".join(run)


def _line(data: bytes, words: str) -> int | None:
    """The line where these words begin, if they stand there as they are."""
    if b"\0" in data[:4096] or b"%PDF-" in data[:1024]:
        return None
    text = decoded(data)
    found = _pattern(tokens(words)).search(text) or re.search(re.escape(words), text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The words with anything between them that is no word; their letters may be divided by hyphens."""
    spelled = ("[-\xad]?".join(map(re.escape, word.replace("ss", "ß"))).replace("ß", "(?:ss|s-?s|ß)") for word in words)
    return re.compile(r"(?:<[^<>]*>|&\w+;|\W)++".join(spelled), re.IGNORECASE)
