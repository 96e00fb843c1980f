"""German press releases by the thousand: `python benchmarks/corpus.py NUMBER FOLDER [SEED]`.

They are made up by rules and chance, of words an office uses; the same number and seed give the same bytes. A release
has some 510 words on average; three in ten have a list, one in eight a table, one in twenty a photo, and most a link.
They are spread over 25 years. FOLDER gets them as each peer wants them:

    FOLDER/pressgen/   a whole project, with the layouts of this one
    FOLDER/plain/      YYYY/SLUG.md with YAML front matter, for Hugo and the straightforward script
    FOLDER/pelican/    YYYY/SLUG.md with Pelican's head
    FOLDER/media/      the photos, for the last two; beside it contacts.yaml
"""

from __future__ import annotations

import datetime as dt
import functools
import random
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parent.parent
SEED = PROJECT / "content/releases/2017/2017-12-20-austausch-fluechtlingsbetreuung.md"
"""A third of all sentences are from here: nobody makes up the office's own German."""

FIRST, LAST = dt.date(2001, 1, 2), dt.date(2025, 12, 30)
"""Days of the releases, both inclusive: long past, so that the day of a measurement changes nothing."""

PHOTOS = 12


def listed(words: str) -> list[str]:
    return words.split()


TOWNS = listed("""Aschheim Aying Baierbrunn Brunnthal Feldkirchen Garching Gräfelfing Grasbrunn Grünwald Haar
Höhenkirchen-Siegertsbrunn Hohenbrunn Ismaning Kirchheim Neubiberg Neuried Oberhaching Oberschleißheim Ottobrunn
Planegg Pullach Putzbrunn Sauerlach Schäftlarn Straßlach-Dingharting Taufkirchen Unterföhring Unterhaching
Unterschleißheim""")
FORENAMES = listed("""Anna Jürgen Käthe Lukas Sabine Günther Renate Björn Özlem Thomas Marlene Stefan Ute
Korbinian Franziska Jörg Mira""")
SURNAMES = listed("""Müller Huber Schönberger Graf Wenig Bäumler Großmann Kühnl Öttl Spiegel Weiß Aigner Lößl
Bayerlein Stöhr Fröhlich Maier""")
FIELDS = listed("""Landkreis Gemeinde Kreis Jugend Familien Umwelt Naturschutz Verkehrs Bildungs Gesundheits
Pflege Wohnraum Abfall Katastrophenschutz Schul Kultur Klimaschutz Wirtschafts Sozial Ehrenamts Flüchtlings
Integrations Trinkwasser Straßen Feuerwehr Bürger Senioren Energie Radwege Bauleit Haushalts Rettungsdienst
Nahverkehrs Digitalisierungs Kindertages""")
WORKS = listed("""entwicklung planung konferenz beratung förderung verwaltung versammlung strategie betreuung
einrichtung genehmigung vereinbarung überwachung veranstaltung untersuchung koordination zuständigkeit
bedarfsermittlung fortschreibung gesellschaft überprüfung unterstützung ausstellung finanzierung stelle kampagne""")
ADJECTIVES = listed("""neue gemeinsame langfristige bürgernahe überörtliche nachhaltige barrierefreie zukünftige
öffentliche persönliche größere""")
PARTICIPLES = listed("""vorgestellt beschlossen verabschiedet fortgeführt ausgezeichnet abgestimmt überarbeitet
eröffnet gewürdigt diskutiert""")
MONTHS = listed("Januar Februar März April Mai Juni Juli Oktober Dezember")
TOPICS = [
    *("Abfallwirtschaft", "Asyl und Integration", "Bauen und Wohnen", "Bildung und Schule", "Ehrenamt"),
    *("Energie und Klima", "Gesundheit", "Jugend und Familie", "Katastrophenschutz", "Kultur", "Mobilität"),
    *("Natur und Umwelt", "Soziales", "Wirtschaft"),
]
CONTACTS = {
    "christine-spiegel": ("Pressesprecherin", "Christine Spiegel", "089/6221-2621", "spiegel@example.org"),
    "juergen-mueller": ("Stellvertretender Pressesprecher", "Jürgen Müller", "089/6221-2622", "mueller@example.org"),
    "pressestelle": ("Pressestelle", "Landratsamt München", "089/6221-0", "presse@example.org"),
}
LETTERHEADS = ["landkreis-aktuell"] * 9 + ["gesundheit"]

HEADLINES = [
    "{work} in {town}: {adjective} Wege zur {other_work}",
    "Landkreis und {town} tauschen sich zur {work} aus",
    "{person} übernimmt die {work}",
    "{number} Besucher bei der {work} in {town}",
    "Kreistag bringt {work} auf den Weg",
]
SUBHEADS = [
    "Fachleute treffen sich in {town}",
    "{adjective} {other_work} stößt auf großes Interesse",
    "Anmeldung bis {day} möglich",
]
CROSSHEADS = [
    "{work} und {other_work}",
    "Ausblick auf das Jahr {next_year}",
    "{work} in {town}",
    "Hintergrund: {work}",
    "So geht es weiter",
    "Termine und Ansprechpartner",
]
SENTENCES = [
    "Die {adjective} {work} in {town} wurde am {day} im Landratsamt {participle}.",
    "„Mit der {work} schaffen wir die Voraussetzungen dafür, dass die Bürgerinnen und Bürger in {town} und {town2} "
    "schnell und unbürokratisch unterstützt werden können“, so {person}.",
    "Rund {number} Teilnehmerinnen und Teilnehmer aus {town}, {town2} und {town3} informierten sich über die "
    "{adjective} {work}.",
    "Für das Jahr {next_year} stehen dafür insgesamt {number}.000 Euro zur Verfügung, das entspricht einer Steigerung "
    "von {few} Prozent gegenüber dem Vorjahr.",
    "Darüber hinaus wird die {work} künftig eng mit der {other_work} verzahnt, um den besonderen Anforderungen im "
    "Ballungsraum gerecht zu werden.",
    "{person} von der {work} erläuterte, welche Maßnahmen in den kommenden {few} Monaten geplant sind und wo noch "
    "Abstimmungsbedarf mit den Gemeinden besteht.",
    "Anmeldungen sind bis zum {day} telefonisch oder per E-Mail möglich; die Teilnahme ist kostenlos.",
    "Wie {person} betonte, sei die {adjective} {work} *ohne das Engagement der vielen Ehrenamtlichen* in {town} nicht "
    "denkbar.",
    "Weitere Informationen zur {work} finden Interessierte unter "
    "[www.landkreis-muenchen.de](https://www.landkreis-muenchen.de/themen/{slug}/).",
    "Nach Angaben des Landratsamtes wurden im vergangenen Jahr **{number} Anträge** bearbeitet, davon {few} aus der "
    "Gemeinde {town}.",
    "Der Kreistag hat die {work} in seiner Sitzung am {day} einstimmig beschlossen.",
    "Übereinstimmend ging man am Ende auseinander, dass man die {work} in {town} in jedem Fall weiterführen möchte.",
]


class Release(NamedTuple):
    """One release, as all peers can have it."""

    slug: str
    day: dt.date
    headline: str
    subhead: str
    contact: str
    """A key of CONTACTS."""
    letterhead: str
    topics: list[str]
    body: str
    """Markdown."""


# ---- the text -------------------------------------------------------------------------------------------------------


def releases(count: int, seed: int = 1) -> Iterator[Release]:
    """So many releases, oldest first."""
    chance = random.Random(seed)
    days = (LAST - FIRST).days
    for number in range(count):
        day = FIRST + dt.timedelta(days=(number + 1) * days // count)
        values = words(chance, day.year)
        headline = chance.choice(HEADLINES).format(**values)
        subhead = chance.choice(SUBHEADS).format(**values)
        yield Release(
            slug=f"{slug_of(headline)[:60].strip('-')}-{number}",
            day=day,
            headline=headline,
            subhead=subhead[0].upper() + subhead[1:],
            contact=chance.choice(list(CONTACTS)),
            letterhead=chance.choice(LETTERHEADS),
            topics=sorted(chance.sample(TOPICS, chance.choice([1, 1, 2, 2, 3]))),
            body=body(chance, day.year),
        )


def body(chance: random.Random, year: int) -> str:
    """Paragraphs until there are words enough, a crosshead before every third, and sometimes something else."""
    blocks: list[str] = []
    long = min(1050, max(170, int(chance.lognormvariate(6.05, 0.38))))
    paragraphs = count = 0
    while count < long:
        if paragraphs and paragraphs % 3 == 0:
            blocks.append("## " + chance.choice(CROSSHEADS).format(**words(chance, year)))
        text = " ".join(sentence(chance, year) for _ in range(chance.randint(2, 5)))
        blocks.append(text)
        count += len(text.split())
        paragraphs += 1
    if chance.random() < 0.3:
        items = (f"- {work(chance)} in {chance.choice(TOWNS)} ({day_of(chance)})" for _ in range(chance.randint(3, 6)))
        blocks.insert(chance.randint(1, len(blocks)), "\n".join(items))
    if chance.random() < 0.12:
        towns = chance.sample(TOWNS, chance.randint(4, 9))
        rows = (f"| {t} | {chance.randint(3, 900)} | {chance.randint(1, 40)},{chance.randint(0, 9)} % |" for t in towns)
        table = ["| Gemeinde | Anträge | Anteil |", "|---|---:|---:|", *rows]
        blocks.insert(chance.randint(1, len(blocks)), "\n".join(table))
    if chance.random() < 0.05:
        shown = f"{work(chance)} in {chance.choice(TOWNS)}"
        blocks.insert(1, f"![{shown}](/media/photo{chance.randrange(PHOTOS):02}.jpg)")
    return "\n\n".join(blocks) + "\n"


def sentence(chance: random.Random, year: int) -> str:
    if chance.random() < 0.35:
        own = chance.choice(office_sentences())
        return own.replace("Jobcenter", work(chance), 1) if chance.random() < 0.3 else own
    return chance.choice(SENTENCES).format(**words(chance, year))


@functools.cache
def office_sentences() -> list[str]:
    text = SEED.read_text(encoding="utf-8").split("---\n", 2)[2]
    found = (s for paragraph in text.split("\n\n") for s in re.split(r"(?<=[.?!])\s+(?=[A-ZÄÖÜ])", paragraph.strip()))
    return [s for s in found if s.endswith(".") and len(s) > 50 and "„" not in s]


def words(chance: random.Random, year: int) -> dict[str, object]:
    """What the gaps of a sentence are filled with."""
    own = work(chance)
    return {
        "adjective": chance.choice(ADJECTIVES),
        "work": own,
        "other_work": work(chance),
        "town": chance.choice(TOWNS),
        "town2": chance.choice(TOWNS),
        "town3": chance.choice(TOWNS),
        "participle": chance.choice(PARTICIPLES),
        "day": day_of(chance),
        "person": f"{chance.choice(FORENAMES)} {chance.choice(SURNAMES)}",
        "number": chance.randint(11, 980),
        "few": chance.randint(2, 24),
        "next_year": year + 1,
        "slug": slug_of(own),
    }


def work(chance: random.Random) -> str:
    """Trinkwasserüberwachung."""
    return chance.choice(FIELDS) + chance.choice(WORKS)


def day_of(chance: random.Random) -> str:
    return f"{chance.randint(1, 28)}. {chance.choice(MONTHS)}"


def slug_of(text: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(umlaut, letters)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


# ---- as the peers want it -------------------------------------------------------------------------------------------


def write_project(folder: Path, corpus: Iterable[Release]) -> None:
    """A whole project of pressgen: who publishes, the standing pages and layouts of this one, and the releases."""
    content = folder / "content"
    content.mkdir(parents=True)
    for name in ("newsroom.yaml", "pages"):
        copy(PROJECT / "content" / name, content / name)
    copy(PROJECT / "layouts", folder / "layouts")
    (content / "contacts.yaml").write_text(contacts(), encoding="utf-8")
    write_photos(content / "media")
    write(content / "releases", ((source_name(release), source(release)) for release in corpus))


def source_name(release: Release) -> str:
    return f"{release.day.year}/{release.day}-{release.slug}.md"


def source(release: Release) -> str:
    """A release as pressgen wants it."""
    return head(release, "headline", "subhead") + release.body


def write_plain(folder: Path, corpus: Iterable[Release]) -> None:
    """With the names that Hugo and others know."""
    write(folder, ((f"{r.day.year}/{r.slug}.md", head(r, "title", "subtitle") + r.body) for r in corpus))
    (folder.parent / "contacts.yaml").write_text(contacts(), encoding="utf-8")


def head(release: Release, headline: str, subhead: str) -> str:
    quoted = [f"  - {topic}\n" for topic in release.topics]
    return (
        f'---\n{headline}: "{release.headline}"\n{subhead}: "{release.subhead}"\ndate: {release.day}\n'
        f"contact: {release.contact}\nletterhead: {release.letterhead}\ntopics:\n{''.join(quoted)}---\n\n"
    )


def write_pelican(folder: Path, corpus: Iterable[Release]) -> None:
    """The head is no YAML."""

    def file(r: Release) -> tuple[str, str]:
        return (
            f"{r.day.year}/{r.slug}.md",
            f"Title: {r.headline}\nSubtitle: {r.subhead}\nDate: {r.day}\nContact: {r.contact}\n"
            f"Letterhead: {r.letterhead}\nTags: {', '.join(r.topics)}\nSlug: {r.slug}\nCategory: Presse\n\n{r.body}",
        )

    write(folder, map(file, corpus))


def contacts() -> str:
    return "".join(
        f"{key}:\n  role: {role}\n  name: {name}\n  phone: {phone}\n  email: {email}\n"
        for key, (role, name, phone, email) in CONTACTS.items()
    )


def write(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    made = set()
    for name, text in files:
        file = folder / name
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_text(text, encoding="utf-8")


def copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)


def write_photos(folder: Path) -> None:
    """Pictures of nothing, with the size of photos."""
    from PIL import Image, ImageDraw

    folder.mkdir(parents=True)
    for number in range(PHOTOS):
        chance = random.Random(number)
        photo = Image.linear_gradient("L").resize((1600, 1067)).convert("RGB")
        draw = ImageDraw.Draw(photo)
        for _ in range(60):
            x, y, size = chance.randint(0, 1600), chance.randint(0, 1067), chance.randint(20, 300)
            colour = chance.randrange(256), chance.randrange(256), chance.randrange(256)
            draw.ellipse([x, y, x + size, y + size // 2], fill=colour)
        photo.save(folder / f"photo{number:02}.jpg", quality=82)


def main(count: int, folder: Path, seed: int = 1) -> None:
    corpus = list(releases(count, seed))
    write_project(folder / "pressgen", corpus)
    write_plain(folder / "plain", corpus)
    write_pelican(folder / "pelican", corpus)
    write_photos(folder / "media")
    long = sum(len(release.body.split()) for release in corpus) / count
    print(f"{count} releases of {long:.0f} words on average in {folder}")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
