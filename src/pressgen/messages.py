"""Every sentence that pressgen says, in German and English.

A message says what *is*; its hint says what to *do*. Placeholders are the values of the problem.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from pressgen.problems import INVISIBLE, Location, Problem


class Message(NamedTuple):
    """What is wrong, and what to do about it (may be empty)."""

    what: str
    hint: str = ""


STAGES = {
    "start": ("Starten", "start"),
    "look": ("Nachsehen, was sich geändert hat", "look for changes"),
    "read": ("Lesen", "read"),
    "check": ("Prüfen", "check"),
    "plan": ("Planen", "plan"),
    "assets": ("Bilder und Dateien", "images and files"),
    "letters": ("Briefe", "letters"),
    "jobs": ("Auftragslisten", "job lists"),
    "sums": ("Prüfsummen", "checksums"),
    "pages": ("Seiten", "pages"),
    "redirects": ("Frühere Adressen", "former addresses"),
    "subjects": ("Themen und Gemeinden", "topics and municipalities"),
    "archive": ("Listen", "lists"),
    "press": ("Fotos für die Presse", "photos for the press"),
    "search": ("Wörter für die Suche", "words for the search"),
    "subscribe": ("Seite zum Abonnieren", "page about feeds"),
    "feeds": ("Feed", "feed"),
    "sitemaps": ("Sitemaps", "sitemaps"),
    "wellknown": ("Dateien für Programme", "files for programs"),
    "prove": ("Suche nach Verborgenem", "search for what is hidden"),
    "publish": ("Veröffentlichen", "publish"),
    "finish": ("Abschließen", "finish"),
}
"""Of a build, in German and in English."""

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "problem": "{n} Problem; es wurde nichts veröffentlicht.",
        "problems": "{n} Probleme; es wurde nichts veröffentlicht.",
        "problem-public": "{n} Problem in dem, was öffentlich ist.",
        "problems-public": "{n} Probleme in dem, was öffentlich ist.",
        "problem-letterhead": "{n} Problem; was in Ordnung ist, wurde gezeichnet.",
        "problems-letterhead": "{n} Probleme; was in Ordnung ist, wurde gezeichnet.",
        "letterhead-drawn": "{name}: {letters}, zum Ansehen in {folder}/",
        "letterhead-next": "Ändern Sie ihn; was dabei entsteht, zeichnet: pressgen letterhead check {name}",
        "letterhead-name": "Ein Briefkopf braucht einen Namen aus kleinen Buchstaben a–z, Ziffern und Bindestrichen.",
        "letterhead-exists": "{path} gibt es schon.",
        "letterhead-unknown": "Den Briefkopf {path} gibt es nicht; vorhanden: {known}.",
        "fine": "Alles in Ordnung: {releases}.",
        "watch-looking": "{time} Prüfe …",
        "watch-building": "{time} Baue …",
        "watch-waiting": "Warte auf Änderungen (Strg+C beendet).",
        "problem-external": "{n} Verweis führt ins Leere.",
        "problems-external": "{n} Verweise führen ins Leere.",
        "fine-external": "Kein Verweis auf andere Websites führt ins Leere: {addresses} gefragt.",
        "one-address": "1 Adresse",
        "addresses": "{n} Adressen",
        "fine-public": "public/ ist in Ordnung: {files}, unverändert, ohne tote Verweise, ohne Verborgenes.",
        "one-release": "1 Meldung",
        "releases": "{n} Meldungen",
        "one-page": "1 Seite",
        "pages": "{n} Seiten",
        "one-letter": "1 Brief",
        "letters": "{n} Briefe",
        "public": "Website, Presse",
        "print": "Druckerei",
        "one-file": "1 Datei",
        "files": "{n} Dateien",
        "changes": "{written} neu geschrieben, {removed} entfernt",
        "changed-contacts": "Ansprechpartner",
        "changed-boilerplates": "Abbinder",
        "changed-downloads": "Anlagen",
        "changed-keeps_together": "Zusammenhalten",
        "changed-hyphenation": "Trennungen",
        "changed-counts_characters": "Zeichenzahl",
        "changed-hidden": "Sperrfrist",
        "changed-preview": "Vorschau",
        "preview": "Vorschau",
        "preview-folder": "{folder} ist kein Ordner für eine Vorschau: Er muss leer sein oder eine frühere enthalten"
        " und außerhalb von public/, print/, content/ und layouts/ liegen.",
        "unfinished-draft": "Noch zu tun, bevor aus dem Entwurf eine Meldung wird:",
        "record-unwritable": "In content/published.txt lässt sich nicht schreiben ({reason}). Dort fehlt, was jetzt"
        " öffentlich ist: {addresses}",
        "plan-next": "Nächster Lauf: {moment}",
        "plan-nothing": "Nichts wartet auf einen Zeitpunkt.",
        "plan-overdue": "Überfällig seit {moment}, bitte jetzt bauen: {headline}",
        "plan-published": "{moment}  erscheint: {headline}",
        "plan-embargo": "{moment}  Sperrfrist endet: {headline}",
        "plan-updated": "{moment}  Änderung wird vermerkt: {headline}",
        "plan-withdrawn": "{moment}  wird zurückgezogen: {headline}",
        "warning": "Hinweis: ",
        "one-warning": "Ein Hinweis, der nichts aufhält:",
        "warnings": "{n} Hinweise, die nichts aufhalten:",
        "more-warnings": "… alle Hinweise nennt: pressgen check",
        "one-redrawn": "1 Brief, der schon öffentlich ist, ändert sich: {reasons}",
        "redrawn": "{n} Briefe, die schon öffentlich sind, ändern sich: {reasons}",
        "changed-toolchain": "andere Fassung von pressgen oder seinen Bibliotheken",
        "changed-release": "Meldung",
        "changed-office": "Behörde",
        "changed-letterhead": "Briefkopf",
        "changed-base_url": "Webadresse",
        "changed-images": "Bilder",
        "slow": "Die Briefe sind, wie sie sein sollen, brauchen aber dreimal so lange: Mit {found} kann pressgen sie"
        " nicht schneller machen, nur mit {known}. Beheben Sie es mit: scripts/setup site",
        "done": "Fertig in {seconds} s.",
        "held-back": "Noch nicht öffentlich:",
        "embargo": "Sperrfrist {moment}, im Ordner für die Druckerei: {headline}",
        "scheduled": "ab {moment}: {headline}",
        "draft": "1 Entwurf",
        "drafts": "{n} Entwürfe",
        "busy": "Ein anderer Lauf von pressgen arbeitet gerade in {project}. Versuchen Sie es gleich noch einmal.",
        "busy-with": "Ein anderer Lauf von pressgen arbeitet seit {since} in {project}: Prozess {process} auf {host}."
        " Versuchen Sie es gleich noch einmal.",
        "failed": "Nicht fertig geworden, nichts wurde veröffentlicht: {reason}",
        "unfinished": "Nicht fertig geworden: {reason}. Ein Teil ist veröffentlicht; der nächste Lauf vollendet es.",
        "interrupted": "Abgebrochen.",
        "lost": "Der Prozess, der {path} zeichnen sollte, ist plötzlich beendet worden. Noch ein Versuch …",
        "lost-again": "Nicht fertig geworden, nichts wurde veröffentlicht: Zwei Prozesse, die {path} zeichnen sollten,"
        " sind plötzlich beendet worden. Reicht der Arbeitsspeicher nicht, weil ein Bild dieser Meldung sehr groß ist?",
        "memory": "Der Arbeitsspeicher reicht nicht",
        "upload-nothing": "Es ist noch nichts gebaut. Rufen Sie zuerst auf: make site",
        "upload-disturbed": "Nichts hochgeladen: In public/ ist nicht, was der letzte Lauf dort hinterlassen hat"
        " ({files}). Rufen Sie zuerst auf: make site",
        "upload-no-rsync": "rsync fehlt auf diesem Rechner. Beheben Sie es mit: sudo apt-get install rsync",
        "upload-broken": "Nicht fertig geworden: {reason}. Kein Verweis auf der Website führt ins Leere;"
        " der nächste Aufruf vollendet es.",
        "uploaded": "{target}: {sent} übertragen, {removed} entfernt",
        "unlike": "Nicht fertig geworden, nichts wurde veröffentlicht: Auf {worker} ist anderes installiert als hier,"
        " die Briefe wären nicht dieselben. Richten Sie alle Rechner gleich ein, am besten mit demselben Container.",
        "cluster-library": "Für --executor fehlt Dask auf diesem Rechner. Beheben Sie es mit:"
        " pip install 'pressgen[cluster]'",
        "no-project": "{project} hat keinen Ordner content/: Das ist kein pressgen-Projekt.",
        "no-project-hint": "Nennen Sie es mit --project ORDNER, oder wechseln Sie in seinen Ordner.",
        "library": "Auf diesem Rechner fehlt etwas: {reason}. Beheben Sie es mit: scripts/setup site",
        "headline-not-utf-8": "Diese Überschrift ist nicht in UTF-8 geschrieben; stellen Sie das Terminal auf UTF-8.",
        "no-slug": "Aus dieser Überschrift wird kein Dateiname; sie braucht Buchstaben oder Ziffern.",
        "exists": "Diese Meldung gibt es schon: {path}",
        "created": "Angelegt: {path}",
        "next": "Schreiben Sie den Text, löschen Sie die Zeile 'draft', dann: make site",
        "vanished": "Achtung: Nicht mehr öffentlich, und nicht zurückgezogen: {addresses}. War das ein Versehen, so"
        " holen Sie die Datei der Meldung und content/published.txt aus dem Archiv (Git) zurück.",
        "restored": "Achtung: Jemand hatte Dateien von Hand geändert oder gelöscht; jetzt sind sie wieder richtig:"
        " {files}. Ändern Sie content/ oder layouts/ statt public/ und print/.",
        **{f"stage-{name}": words for name, (words, _) in STAGES.items()},
        "strangers": "Achtung: In {root}/ liegen Dateien, von denen pressgen nicht weiß, woher sie kommen: {files}."
        " Löschen Sie, was nicht mehr öffentlich sein darf; was bleiben soll, gehört nach layouts/web/.",
        "future": "Achtung: Das ist der Stand vom {moment}, noch ist es nicht so weit. Geben Sie public/ nicht heraus.",
        "moment": "'{text}' ist kein Zeitpunkt wie '2026-03-01 09:00'.",
    },
    "en": {
        "problem": "{n} problem; nothing was published.",
        "problems": "{n} problems; nothing was published.",
        "problem-public": "{n} problem in what is public.",
        "problems-public": "{n} problems in what is public.",
        "problem-letterhead": "{n} problem; what is fine was drawn.",
        "problems-letterhead": "{n} problems; what is fine was drawn.",
        "letterhead-drawn": "{name}: {letters}, to look at in {folder}/",
        "letterhead-next": "Change it; what becomes of it is drawn by: pressgen letterhead check {name}",
        "letterhead-name": "A letterhead needs a name of small letters a–z, digits and hyphens.",
        "letterhead-exists": "{path} exists already.",
        "letterhead-unknown": "There is no letterhead {path}; there are: {known}.",
        "fine": "All is well: {releases}.",
        "watch-looking": "{time} Checking …",
        "watch-building": "{time} Building …",
        "watch-waiting": "Waiting for changes (Ctrl+C ends).",
        "problem-external": "{n} link leads to nothing.",
        "problems-external": "{n} links lead to nothing.",
        "fine-external": "No link to another website leads to nothing: {addresses} asked.",
        "one-address": "1 address",
        "addresses": "{n} addresses",
        "fine-public": "public/ is well: {files}, unchanged, without dead links, without anything hidden.",
        "one-release": "1 release",
        "releases": "{n} releases",
        "one-page": "1 page",
        "pages": "{n} pages",
        "one-letter": "1 letter",
        "letters": "{n} letters",
        "public": "website, press",
        "print": "print office",
        "one-file": "1 file",
        "files": "{n} files",
        "changes": "{written} written, {removed} removed",
        "changed-contacts": "contact",
        "changed-boilerplates": "boilerplate",
        "changed-downloads": "attachments",
        "changed-keeps_together": "what is kept together",
        "changed-hyphenation": "hyphenation",
        "changed-counts_characters": "character count",
        "changed-hidden": "embargo",
        "changed-preview": "preview",
        "preview": "preview",
        "preview-folder": "{folder} is no folder for a preview: it must be empty or hold an earlier one, and lie"
        " outside of public/, print/, content/ and layouts/.",
        "unfinished-draft": "To be done before the draft becomes a release:",
        "record-unwritable": "content/published.txt cannot be written ({reason}). It lacks what is public now:"
        " {addresses}",
        "plan-next": "Next run: {moment}",
        "plan-nothing": "Nothing waits for a moment.",
        "plan-overdue": "Overdue since {moment}, build now: {headline}",
        "plan-published": "{moment}  appears: {headline}",
        "plan-embargo": "{moment}  embargo ends: {headline}",
        "plan-updated": "{moment}  update is noted: {headline}",
        "plan-withdrawn": "{moment}  is withdrawn: {headline}",
        "warning": "Remark: ",
        "one-warning": "A remark that stops nothing:",
        "warnings": "{n} remarks that stop nothing:",
        "more-warnings": "… all of them are told by: pressgen check",
        "one-redrawn": "1 letter that is public already changes: {reasons}",
        "redrawn": "{n} letters that are public already change: {reasons}",
        "changed-toolchain": "another version of pressgen or its libraries",
        "changed-release": "release",
        "changed-office": "office",
        "changed-letterhead": "letterhead",
        "changed-base_url": "web address",
        "changed-images": "images",
        "slow": "The letters are as they should be, but take three times as long: pressgen cannot make them faster with"
        " {found}, only with {known}. Mend it with: scripts/setup site",
        "done": "Done in {seconds} s.",
        "held-back": "Not public yet:",
        "embargo": "embargo {moment}, in the print office's folder: {headline}",
        "scheduled": "from {moment}: {headline}",
        "draft": "1 draft",
        "drafts": "{n} drafts",
        "busy": "Another run of pressgen is at work in {project}. Try again in a moment.",
        "busy-with": "Another run of pressgen has been at work in {project} since {since}: process {process} on {host}."
        " Try again in a moment.",
        "failed": "Could not finish, nothing was published: {reason}",
        "unfinished": "Could not finish: {reason}. Part of it is published; the next run will do the rest.",
        "interrupted": "Interrupted.",
        "lost": "The process that was to draw {path} was ended suddenly. Trying again …",
        "lost-again": "Could not finish, nothing was published: two processes that were to draw {path} were ended"
        " suddenly. Is there not enough memory, because an image of this release is very large?",
        "memory": "there is not enough memory",
        "upload-nothing": "Nothing was built yet. First run: make site",
        "upload-disturbed": "Nothing was uploaded: public/ does not hold what the last run left there ({files})."
        " First run: make site",
        "upload-no-rsync": "rsync is missing on this machine; to have it: sudo apt-get install rsync",
        "upload-broken": "Could not finish: {reason}. No link of the website leads to nothing;"
        " the next call completes it.",
        "uploaded": "{target}: {sent} sent, {removed} removed",
        "unlike": "Could not finish, nothing was published: {worker} has other things installed than this machine, so"
        " its letters would not be the same. Set up all machines alike; the easiest way is one container image.",
        "cluster-library": "--executor needs Dask, which this machine lacks. Mend it with:"
        " pip install 'pressgen[cluster]'",
        "no-project": "{project} has no folder content/: it is no pressgen project.",
        "no-project-hint": "Name it with --project DIR, or change into its folder.",
        "library": "Something is missing on this machine: {reason}. Mend it with: scripts/setup site",
        "headline-not-utf-8": "This headline is not written in UTF-8. Set the terminal to UTF-8.",
        "no-slug": "This headline gives no file name; it needs letters or digits.",
        "exists": "This release exists already: {path}",
        "created": "Created: {path}",
        "next": "Write the text, delete the line 'draft', then: make site",
        "vanished": "Beware: no longer public, and not withdrawn: {addresses}. If that was a mistake, fetch the file of"
        " the release and content/published.txt back from version control.",
        "restored": "Beware: somebody had changed or removed files by hand; they are again as they should be: {files}."
        " Change content/ or layouts/ instead of public/ and print/.",
        **{f"stage-{name}": words for name, (_, words) in STAGES.items()},
        "strangers": "Beware: {root}/ has files of which pressgen does not know where they come from: {files}."
        " Delete what must not be public any more; what is to stay belongs into layouts/web/.",
        "future": "Beware: this is how things are on {moment}, which has not come. Do not hand out public/.",
        "moment": "'{text}' is not a moment like '2026-03-01 09:00'.",
    },
}
"""What the command line says by itself."""

MESSAGES: dict[str, dict[str, Message]] = {
    # ---- files ----------------------------------------------------------------------------------------------------
    "file-missing": {
        "de": Message("Diese Datei fehlt.", "Legen Sie sie an; ein Muster steht in docs/."),
        "en": Message("This file is missing.", "Create it; docs/ has a model."),
    },
    "too-large": {
        "de": Message(
            "Die Datei ist größer als 1 MiB und kann keine Meldung sein.",
            "Legen Sie Bilder und Anlagen unter content/media/ ab.",
        ),
        "en": Message(
            "The file is over 1 MiB and cannot be a release.", "Put images and downloads into content/media/."
        ),
    },
    "not-utf-8": {
        "de": Message(
            "Die Datei ist kein UTF-8: Byte {byte} an Position {offset}.",
            "Speichern Sie sie im Editor mit der Kodierung UTF-8.",
        ),
        "en": Message(
            "The file is not UTF-8: byte {byte} at offset {offset}.",
            "Save it with the encoding UTF-8 in your editor.",
        ),
    },
    "utf-16": {
        "de": Message(
            "Die Datei ist in UTF-16 gespeichert, nicht in UTF-8.",
            "Speichern Sie sie im Editor mit der Kodierung UTF-8.",
        ),
        "en": Message(
            "The file is saved as UTF-16, not as UTF-8.",
            "Save it with the encoding UTF-8 in your editor.",
        ),
    },
    "control-character": {
        "de": Message(
            "Hier steht ein unsichtbares Steuerzeichen ({code}).",
            "Löschen Sie es; oft kommt es beim Kopieren aus einem anderen Programm mit.",
        ),
        "en": Message(
            "There is an invisible control character here ({code}).",
            "Delete it; it often comes along when text is copied from another program.",
        ),
    },
    "not-read": {
        "de": Message(
            "Diese Datei wird nicht gelesen: Ein Text endet auf .md (klein geschrieben).",
            "Benennen Sie sie um in '{wanted}', oder legen Sie sie an einem anderen Ort ab.",
        ),
        "en": Message(
            "This file is not read: a text ends in .md (lower case).",
            "Rename it to '{wanted}', or keep it in another place.",
        ),
    },
    "office-document": {
        "de": Message(
            "Diese Datei wird nicht gelesen: Sie ist ein Dokument der Textverarbeitung.",
            "Kopieren Sie den Text in eine Datei, die auf .md endet; zum Herunterladen gehört sie in content/media/.",
        ),
        "en": Message(
            "This file is not read: it is a word processor's document.",
            "Copy its text into a file that ends in .md; as a download it belongs into content/media/.",
        ),
    },
    "not-in-year-folder": {
        "de": Message(
            "Die Meldung liegt nicht unmittelbar in einem Jahresordner.",
            "Verschieben Sie sie in den Ordner ihres Jahres, zum Beispiel {folder}.",
        ),
        "en": Message(
            "The release is not directly in the folder of a year.",
            "Move it to the folder of its year, for example {folder}.",
        ),
    },
    "file-name": {
        "de": Message(
            "Aus dem Dateinamen '{name}' wird keine Adresse: Er muss JJJJ-MM-TT-kurzer-name.md lauten, "
            "mit höchstens 120 Kleinbuchstaben a–z, Ziffern und Bindestrichen.",
            "Benennen Sie die Datei um, zum Beispiel in '{wanted}'.",
        ),
        "en": Message(
            "The file name '{name}' gives no address: it has to be YYYY-MM-DD-short-name.md, "
            "with at most 120 lower case letters a–z, digits and hyphens.",
            "Rename the file, for example to '{wanted}'.",
        ),
    },
    "file-name-day": {
        "de": Message("Den Tag im Dateinamen '{name}' gibt es nicht.", "Berichtigen Sie das Datum im Dateinamen."),
        "en": Message("The day in the file name '{name}' does not exist.", "Correct the date in the file name."),
    },
    "year-folder": {
        "de": Message(
            "Die Meldung ist von {year}, liegt aber im Ordner {folder}.",
            "Verschieben Sie sie nach content/releases/{year}/, oder berichtigen Sie das Datum im Dateinamen.",
        ),
        "en": Message(
            "The release is of {year}, but lies in the folder {folder}.",
            "Move it to content/releases/{year}/, or correct the date in the file name.",
        ),
    },
    "file-name-not-utf-8": {
        "de": Message(
            "Dieser Name stammt von einem alten System; seine Umlaute sind nicht lesbar (an den Stellen mit �).",
            "Benennen Sie die Datei um, am besten nur mit den Buchstaben a–z.",
        ),
        "en": Message(
            "This name comes from an old system; some of its letters cannot be read (where � stands).",
            "Rename the file, best with the letters a–z only.",
        ),
    },
    "page-name": {
        "de": Message(
            "Aus diesem Dateinamen wird keine Adresse: erlaubt sind Kleinbuchstaben a–z, Ziffern und Bindestriche.",
            "Benennen Sie die Datei um, zum Beispiel in '{wanted}.md'.",
        ),
        "en": Message(
            "This file name gives no address: lower case letters a–z, digits and hyphens are allowed.",
            "Rename the file, for example to '{wanted}.md'.",
        ),
    },
    "page-name-taken": {
        "de": Message("Die Adresse {address} braucht das Archiv selbst.", "Geben Sie der Datei einen anderen Namen."),
        "en": Message("The archive itself needs the address {address}.", "Give the file another name."),
    },
    "empty-file": {
        "de": Message("Diese Datei ist leer.", "Ein Muster steht in docs/."),
        "en": Message("This file is empty.", "docs/ has a model."),
    },
    "media-twice": {
        "de": Message("Diese Datei hätte im Netz dieselbe Adresse wie {other}.", "Benennen Sie eine der beiden um."),
        "en": Message("This file would have the same web address as {other}.", "Rename one of the two."),
    },
    # ---- front matter ---------------------------------------------------------------------------------------------
    "no-front-matter": {
        "de": Message(
            "Am Anfang fehlen die Angaben.",
            "Beginnen Sie die Datei mit einer Zeile '---', dann 'headline: …', 'date: …' und wieder '---'.",
        ),
        "en": Message(
            "The front matter is missing.",
            "Begin the file with a line '---', then 'headline: …', 'date: …', and '---' again.",
        ),
    },
    "front-matter-not-closed": {
        "de": Message(
            "Die Angaben beginnen hier, enden aber nirgends.",
            "Setzen Sie nach der letzten Angabe eine Zeile, in der nur '---' steht.",
        ),
        "en": Message(
            "The front matter begins here, but ends nowhere.", "After the last field, add a line with only '---'."
        ),
    },
    "not-a-mapping": {
        "de": Message("Hier werden Angaben der Form 'feld: wert' erwartet.", "Schreiben Sie jede auf eine Zeile."),
        "en": Message("Fields of the form 'key: value' are expected here.", "Write each on a line of its own."),
    },
    "not-a-field": {
        "de": Message(
            "Diese Zeile ist keine Angabe der Form 'feld: wert'.",
            "Ergänzen Sie am Anfang Feldname, Doppelpunkt und Leerzeichen; gehört sie zur Zeile darüber, rücken Sie "
            "sie ein.",
        ),
        "en": Message(
            "This line is not of the form 'key: value'.",
            "Begin it with the key, a colon and a blank; if it belongs to the line above, indent it.",
        ),
    },
    "colon-without-blank": {
        "de": Message("Hinter dem Doppelpunkt fehlt ein Leerzeichen.", "Schreiben Sie: {wanted}"),
        "en": Message("There is no blank after the colon.", "Write: {wanted}"),
    },
    "indented": {
        "de": Message(
            "Diese Zeile ist eingerückt, gehört aber nicht zu der darüber.",
            "Löschen Sie die Leerzeichen an ihrem Anfang.",
        ),
        "en": Message(
            "This line is indented, but does not belong to the one above.", "Delete the blanks at its beginning."
        ),
    },
    "bracket-not-closed": {
        "de": Message(
            "Die Klammer, die hier beginnt, wird nicht geschlossen.",
            "Ergänzen Sie '{bracket}'; gehört die Klammer zum Text, setzen Sie ihn in einfache Anführungszeichen: '…'.",
        ),
        "en": Message(
            "The bracket that opens here is never closed.",
            "Add '{bracket}'; if the bracket belongs to the text, put it in single quotation marks: '…'.",
        ),
    },
    "second-document": {
        "de": Message("Eine solche Zeile ist hier nicht möglich.", "Löschen Sie sie."),
        "en": Message("Such a line is not possible here.", "Delete it."),
    },
    "tab": {
        "de": Message(
            "Hier steht ein Tabulator; die Angaben dürfen nur mit Leerzeichen eingerückt sein.",
            "Löschen Sie ihn; wo eingerückt wird, stehen zwei Leerzeichen.",
        ),
        "en": Message(
            "There is a tab here; front matter may be indented with blanks only.", "Delete it; indent with two blanks."
        ),
    },
    "quote-not-closed": {
        "de": Message(
            "Das Anführungszeichen, das hier beginnt, wird nicht geschlossen.",
            "Setzen Sie am Ende des Textes dasselbe Zeichen.",
        ),
        "en": Message(
            "The quotation mark that opens here is never closed.", "Add the same mark at the end of the text."
        ),
    },
    "needs-quotes": {
        "de": Message(
            "Dieser Text enthält Zeichen, die in den Angaben eine eigene Bedeutung haben.",
            "Setzen Sie ihn in einfache Anführungszeichen: {quoted}",
        ),
        "en": Message(
            "This text has characters with a meaning of their own in front matter.",
            "Put it in single quotation marks: {quoted}",
        ),
    },
    "yaml": {
        "de": Message(
            "Die Angaben sind hier nicht lesbar.",
            "Prüfen Sie Doppelpunkte, Einrückung und Anführungszeichen in dieser und der Zeile darüber.",
        ),
        "en": Message(
            "The front matter cannot be read here.",
            "Check colons, indentation and quotation marks in this line and the one above.",
        ),
    },
    "anchor-or-tag": {
        "de": Message(
            "Ein Text, der mit &, * oder ! beginnt, wird hier nicht als Text gelesen.",
            "Setzen Sie ihn in einfache Anführungszeichen: {quoted}",
        ),
        "en": Message(
            "A text that begins with &, * or ! is not read as text here.", "Put it in single quotation marks: {quoted}"
        ),
    },
    "escape": {
        "de": Message(
            "In doppelten Anführungszeichen machte der Rückstrich \\ aus dem Buchstaben dahinter ein anderes Zeichen.",
            "Nehmen Sie einfache Anführungszeichen: {quoted}",
        ),
        "en": Message(
            "In double quotation marks, the backslash \\ would turn the letter after it into another character.",
            "Use single quotation marks: {quoted}",
        ),
    },
    "key-not-text": {
        "de": Message("Dieser Feldname ist kein einfaches Wort.", "Schreiben Sie 'feld: wert'."),
        "en": Message("This key is not a plain word.", "Write 'key: value'."),
    },
    "duplicate-key": {
        "de": Message("'{key}' steht schon in Zeile {line}.", "Löschen Sie eine der beiden Angaben."),
        "en": Message("'{key}' is already in line {line}.", "Delete one of the two."),
    },
    "duplicate-alias": {
        "de": Message("'{key}' und '{other}' sind dasselbe Feld.", "Löschen Sie eine der beiden Zeilen."),
        "en": Message("'{key}' and '{other}' are the same field.", "Delete one of the two lines."),
    },
    "unknown-key": {
        "de": Message("Das Feld '{key}' gibt es nicht.", "Möglich sind: {aliases}."),
        "en": Message("There is no field '{key}'.", "Possible are: {keys}."),
    },
    "unknown-key-near": {
        "de": Message("Das Feld '{key}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no field '{key}'.", "Did you mean '{near}'?"),
    },
    "missing-field": {
        "de": Message(
            "Das Feld '{key}' (deutsch '{alias}') fehlt.", "Ergänzen Sie bei den Angaben eine Zeile '{key}: …'."
        ),
        "en": Message("The field '{key}' is missing.", "Add a line '{key}: …' to the front matter."),
    },
    "empty-field": {
        "de": Message("Das Feld '{key}' ist leer.", "Schreiben Sie den Wert hinter den Doppelpunkt."),
        "en": Message("The field '{key}' is empty.", "Write its value after the colon."),
    },
    "empty-item": {
        "de": Message("Dieser Listenpunkt ist leer.", "Füllen Sie ihn aus, oder löschen Sie die Zeile."),
        "en": Message("This list item is empty.", "Fill it in, or delete the line."),
    },
    "lost-text": {
        "de": Message(
            "Alles ab diesem # ginge als Kommentar verloren.",
            "Setzen Sie den ganzen Text in einfache Anführungszeichen: {quoted}",
        ),
        "en": Message(
            "Everything from this # on would be lost as a comment.",
            "Put the whole text in single quotation marks: {quoted}",
        ),
    },
    "not-text": {
        "de": Message("Hier wird ein einzelner Text erwartet.", "Schreiben Sie ihn in eine Zeile, ohne Liste."),
        "en": Message("A single text is expected here.", "Write it on one line, without a list."),
    },
    "not-one-line": {
        "de": Message("Dieser Text hat mehrere Zeilen; hier wird eine erwartet.", "Schreiben Sie ihn in eine Zeile."),
        "en": Message("This text has several lines; one is expected here.", "Write it on one line."),
    },
    "not-a-list": {
        "de": Message("Hier wird eine Liste von Texten erwartet.", "Schreiben Sie sie so: [eins, zwei]."),
        "en": Message("A list of texts is expected here.", "Write it like this: [one, two]."),
    },
    "not-a-block": {
        "de": Message("Hier werden eingerückte Angaben erwartet.", "Schreiben Sie darunter, eingerückt: 'feld: wert'."),
        "en": Message("Indented fields are expected here.", "Write below, indented: 'key: value'."),
    },
    "not-a-flag": {
        "de": Message("Hier wird ja oder nein erwartet.", "Schreiben Sie 'true' oder 'false'."),
        "en": Message("Yes or no is expected here.", "Write 'true' or 'false'."),
    },
    "not-a-count": {
        "de": Message("Hier wird eine Zahl ab 1 erwartet.", "Schreiben Sie zum Beispiel 30."),
        "en": Message("A number of at least 1 is expected here.", "Write, for example, 30."),
    },
    "not-a-day": {
        "de": Message("Das ist kein Datum.", "Schreiben Sie es wie 2017-12-20 oder 20.12.2017."),
        "en": Message("This is not a date.", "Write it like 2017-12-20 or 20.12.2017."),
    },
    "impossible-day": {
        "de": Message("Den {day} gibt es nicht.", "Berichtigen Sie das Datum."),
        "en": Message("There is no {day} (day.month.year).", "Correct the date."),
    },
    "not-a-moment": {
        "de": Message(
            "Das ist kein Zeitpunkt mit Tag und Uhrzeit.",
            "Schreiben Sie ihn wie 2017-12-20 10:00 oder 20.12.2017, 10:00 Uhr.",
        ),
        "en": Message("This is not a moment with day and time.", "Write it like 2017-12-20 10:00."),
    },
    "impossible-time": {
        "de": Message("Die Uhrzeit {time} gibt es nicht.", "Berichtigen Sie sie (0:00 bis 23:59)."),
        "en": Message("There is no time {time}.", "Correct it (0:00 to 23:59)."),
    },
    "moment-never": {
        "de": Message(
            "Diesen Zeitpunkt gibt es nicht: Die Uhr wird dann vorgestellt ({zone}).",
            "Wählen Sie eine Stunde früher oder später.",
        ),
        "en": Message(
            "This moment does not exist: the clock is put forward then ({zone}).", "Choose an hour earlier or later."
        ),
    },
    "moment-twice": {
        "de": Message(
            "Diesen Zeitpunkt gibt es zweimal: Die Uhr wird dann zurückgestellt ({zone}).",
            "Wählen Sie eine Stunde früher oder später.",
        ),
        "en": Message(
            "This moment exists twice: the clock is put back then ({zone}).", "Choose an hour earlier or later."
        ),
    },
    "embargo-before-date": {
        "de": Message(
            "Die Sperrfrist endet vor dem Datum der Meldung ({date}).",
            "Setzen Sie 'date' auf den Tag der Sperrfrist, oder berichtigen Sie die Sperrfrist.",
        ),
        "en": Message(
            "The embargo ends before the date of the release ({date}).",
            "Set 'date' to the day of the embargo, or correct the embargo.",
        ),
    },
    "date-year": {
        "de": Message(
            "Das Datum {date} passt nicht zum Jahresordner {year}.",
            "Berichtigen Sie das Datum, oder verschieben Sie die Datei nach {wanted}.",
        ),
        "en": Message(
            "The date {date} does not agree with the year's folder {year}.",
            "Correct the date, or move the file to {wanted}.",
        ),
    },
    "date-file-name": {
        "de": Message(
            "Das Datum {date} passt nicht zum Dateinamen '{name}'.",
            "Benennen Sie die Datei um in '{wanted}' (die Adresse bleibt), oder berichtigen Sie das Datum.",
        ),
        "en": Message(
            "The date {date} does not agree with the file name '{name}'.",
            "Rename the file to '{wanted}' (its address stays), or correct the date.",
        ),
    },
    # ---- newsroom and contacts ------------------------------------------------------------------------------------
    "not-a-web-address": {
        "de": Message("Das ist keine Webadresse.", "Schreiben Sie sie wie https://www.landkreis-muenchen.de/presse/."),
        "en": Message("This is not a web address.", "Write it like https://www.example.org/press/."),
    },
    "not-a-security-contact": {
        "de": Message(
            "Das ist weder eine E-Mail-Adresse noch eine Telefonnummer oder eine Adresse mit https://.",
            "Schreiben Sie, wohin jemand eine Sicherheitslücke meldet: it-sicherheit@landkreis-muenchen.de.",
        ),
        "en": Message(
            "This is neither an e-mail address nor a phone number or an https:// address.",
            "Write where someone can report a weakness: security@example.org.",
        ),
    },
    "not-a-secure-page": {
        "de": Message(
            "Das ist keine Webadresse mit https://.", "Schreiben Sie sie wie https://www.landkreis-muenchen.de/it/."
        ),
        "en": Message("This is no https:// address.", "Write it like https://www.example.org/security/."),
    },
    "security-expires": {
        "de": Message(
            "Die Angaben zur Sicherheit gelten nur noch bis {date}.",
            "Prüfen Sie den Kontakt, und setzen Sie ein neues Datum, höchstens ein Jahr voraus.",
        ),
        "en": Message(
            "What is said on security expires on {date}.", "Check the contact, and set a new date within a year."
        ),
    },
    "security-expired": {
        "de": Message(
            "Die Angaben zur Sicherheit galten bis {date}.",
            "Prüfen Sie den Kontakt, und setzen Sie ein neues Datum, höchstens ein Jahr voraus.",
        ),
        "en": Message(
            "What is said on security expired on {date}.", "Check the contact, and set a new date within a year."
        ),
    },
    "not-a-timezone": {
        "de": Message("Diese Zeitzone gibt es nicht.", "Schreiben Sie zum Beispiel Europe/Berlin."),
        "en": Message("There is no such time zone.", "Write, for example, Europe/Berlin."),
    },
    "not-a-language": {
        "de": Message("Diese Sprache gibt es hier nicht.", "Möglich sind 'de' und 'en'."),
        "en": Message("This language is not available.", "Possible are 'de' and 'en'."),
    },
    "not-an-authority": {
        "de": Message(
            "Das ist keine Feed-Kennung.",
            "Schreiben Sie Ihre Domain und ein Jahr, in dem sie Ihnen gehörte, wie landkreis-muenchen.de,2017.",
        ),
        "en": Message(
            "This is not a feed authority.", "Write your domain and a year in which it was yours: example.org,2017."
        ),
    },
    "impossible-authority": {
        "de": Message(
            "Das Datum {date} in der Feed-Kennung gibt es nicht.",
            "Schreiben Sie ein Jahr, in dem die Domain Ihnen gehörte, wie landkreis-muenchen.de,2017.",
        ),
        "en": Message(
            "There is no date {date}, which the feed authority has.",
            "Write a year in which the domain was yours: example.org,2017.",
        ),
    },
    "not-a-calling-code": {
        "de": Message("Das ist keine Landesvorwahl.", "Schreiben Sie sie wie +49."),
        "en": Message("This is not a country's calling code.", "Write it like +49."),
    },
    "not-a-phone": {
        "de": Message(
            "Das ist keine Telefonnummer mit Vorwahl.", "Schreiben Sie sie wie 089/6221-2621 oder +49 89 6221-2621."
        ),
        "en": Message(
            "This is not a phone number with its area code.", "Write it like 089/6221-2621 or +49 89 6221-2621."
        ),
    },
    "not-an-email": {
        "de": Message("Das ist keine E-Mail-Adresse.", "Schreiben Sie sie wie pressestelle@lra-m.bayern.de."),
        "en": Message("This is not an e-mail address.", "Write it like press@example.org."),
    },
    "contact-not-a-block": {
        "de": Message("Zu '{key}' fehlen die Angaben.", "Schreiben Sie darunter, eingerückt: 'name: …'."),
        "en": Message("'{key}' has no fields.", "Write below, indented: 'name: …'."),
    },
    "contact-not-indented": {
        "de": Message(
            "Die Zeile mit '{key}' ist nicht eingerückt: So gehört sie zu keinem Kontakt.",
            "Setzen Sie zwei Leerzeichen davor.",
        ),
        "en": Message(
            "The line with '{key}' is not indented: so it belongs to no contact.", "Put two blanks before it."
        ),
    },
    "contact-without-name": {
        "de": Message("Bei '{key}' fehlt der Name.", "Schreiben Sie darunter, eingerückt: 'name: …'."),
        "en": Message("'{key}' has no name.", "Write below, indented: 'name: …'."),
    },
    "unknown-contact": {
        "de": Message("Den Kontakt '{name}' gibt es nicht.", "In content/contacts.yaml stehen: {known}."),
        "en": Message("There is no contact '{name}'.", "content/contacts.yaml has: {known}."),
    },
    "unknown-contact-near": {
        "de": Message("Den Kontakt '{name}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no contact '{name}'.", "Did you mean '{near}'?"),
    },
    "unknown-letterhead": {
        "de": Message("Den Briefkopf '{name}' gibt es nicht.", "In layouts/letterheads/ liegen: {known}."),
        "en": Message("There is no letterhead '{name}'.", "layouts/letterheads/ has: {known}."),
    },
    "unknown-letterhead-near": {
        "de": Message("Den Briefkopf '{name}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no letterhead '{name}'.", "Did you mean '{near}'?"),
    },
    "letterhead-twice": {
        "de": Message(
            "Dieser Briefkopf gilt vom selben Tag an wie {other}; beide gehören zur Reihe '{series}'.",
            "Nennen Sie in seiner letterhead.yaml den ersten Tag, etwa 'ab: 2027-01-01', oder eine andere 'reihe'.",
        ),
        "en": Message(
            "This letterhead is valid from the same day on as {other}; both belong to the series '{series}'.",
            "Say its first day in its letterhead.yaml, for example 'from: 2027-01-01', or another 'series'.",
        ),
    },
    "letterhead-not-valid": {
        "de": Message(
            "Am {day} gilt kein Briefkopf der Reihe '{name}'.",
            "Nennen Sie einen anderen Briefkopf, oder ändern Sie 'ab' und 'bis' in einer letterhead.yaml der Reihe.",
        ),
        "en": Message(
            "No letterhead of the series '{name}' is valid on {day}.",
            "Name another letterhead, or change 'from' and 'until' in a letterhead.yaml of the series.",
        ),
    },
    "recipient-unseen": {
        "de": Message(
            "Der Briefkopf '{name}' hat kein Anschriftfeld: Der Empfänger stünde nirgends.",
            "Nennen Sie einen Briefkopf mit Anschriftfeld: {known}. Oder löschen Sie die Zeile.",
        ),
        "en": Message(
            "The letterhead '{name}' has no address field: the recipient would be shown nowhere.",
            "Name a letterhead with an address field: {known}. Or delete the line.",
        ),
    },
    "recipient-long": {
        "de": Message(
            "Die Anschrift hat {lines} Zeilen; in das Fenster passen {limit}.",
            "Fassen Sie Zeilen zusammen, etwa Straße und Hausnummer.",
        ),
        "en": Message("The address has {lines} lines; the window holds {limit}.", "Join lines."),
    },
    "not-a-series": {
        "de": Message("Das ist kein Name einer Reihe.", "Schreiben Sie den Namen ohne '/', wie einen Ordner."),
        "en": Message("This is no name of a series.", "Write the name without '/', as that of a folder."),
    },
    "not-divided": {
        "de": Message(
            "Hier steht kein Wort mit Trennstellen.",
            "Schreiben Sie es mit Bindestrichen: 'Land-rats-amt'.",
        ),
        "en": Message(
            "This is no word with places where it may be divided.", "Write it with hyphens: 'Land-rats-amt'."
        ),
    },
    "hyphen-missing": {
        "de": Message(
            "Der Schrift des Briefkopfs '{letterhead}' fehlt der Trennstrich (U+2010).",
            'Schreiben Sie hyphenate-character: "-" zu html, und sie nimmt den Bindestrich.',
        ),
        "en": Message(
            "The fonts of the letterhead '{letterhead}' lack the hyphen of divided words (U+2010).",
            'Add hyphenate-character: "-" to html, and it takes the hyphen of compounds.',
        ),
    },
    "until-before-from": {
        "de": Message("Dieser Tag liegt vor dem ersten ({since}).", "Der letzte Tag kommt nach dem ersten."),
        "en": Message("This day is before the first one ({since}).", "The last day comes after the first."),
    },
    "unknown-page": {
        "de": Message("Die Seite '{name}' gibt es nicht.", "In content/pages/ liegen: {known}."),
        "en": Message("There is no page '{name}'.", "content/pages/ has: {known}."),
    },
    "unknown-page-near": {
        "de": Message("Die Seite '{name}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no page '{name}'.", "Did you mean '{near}'?"),
    },
    "address-twice": {
        "de": Message("Die Adresse {address} hat schon {other}.", "Ändern Sie den Namen einer der beiden Dateien."),
        "en": Message("The address {address} already belongs to {other}.", "Change the name of one of the two files."),
    },
    "path-twice": {
        "de": Message("Zwei Quellen ergäben diese Datei ({other}).", "Benennen Sie eine der beiden um."),
        "en": Message("Two sources would make this file ({other}).", "Rename one of the two."),
    },
    "foreign-file": {
        "de": Message(
            "Hier liegt schon eine Datei, die nicht von pressgen ist; pressgen würde sie überschreiben.",
            "Legen Sie sie woanders hin, oder löschen Sie sie. Eine eigene robots.txt gehört nach layouts/web/.",
        ),
        "en": Message(
            "There is a file already that is not pressgen's own; pressgen would overwrite it.",
            "Put it somewhere else, or delete it. A robots.txt of your own belongs into layouts/web/.",
        ),
    },
    # ---- what a release carries -----------------------------------------------------------------------------------
    "not-these-fields": {
        "de": Message(
            "Hier müssen eigene Felder stehen: {keys} (deutsch: {aliases}).",
            "Schreiben Sie jedes in eine Zeile für sich, eingerückt.",
        ),
        "en": Message(
            "Here fields of its own must stand: {keys}.", "Write each of them on an indented line of its own."
        ),
    },
    "missing-here": {
        "de": Message(
            "Hier fehlt das Feld '{key}' (deutsch '{alias}').",
            "Ergänzen Sie darunter, gleich weit eingerückt, eine Zeile '{key}: …'.",
        ),
        "en": Message("The field '{key}' is missing here.", "Add a line '{key}: …' below, indented as this one."),
    },
    "item-twice": {
        "de": Message("Das steht schon in dieser Liste.", "Löschen Sie eines der beiden."),
        "en": Message("This stands in the list already.", "Delete one of the two."),
    },
    "attachment-missing": {
        "de": Message(
            "Die Anlage '{address}' gibt es nicht.",
            "Prüfen Sie Namen, Groß- und Kleinschreibung; sie liegt neben der Meldung oder unter content/media/.",
        ),
        "en": Message(
            "There is no attachment '{address}'.",
            "Check its name, upper and lower case; it lies beside the release or in content/media/.",
        ),
    },
    "time-missing": {
        "de": Message(
            "Die Meldung ist am selben Tag erschienen ({day}): Hier fehlt beim Datum die Uhrzeit.",
            "Schreiben Sie etwa '{day} 14:30'.",
        ),
        "en": Message(
            "The release was published on the same day ({day}): here the date lacks the time.",
            "Write something like '{day} 14:30'.",
        ),
    },
    "not-a-media-file": {
        "de": Message(
            "Das ist kein Bild und keine Anlage neben der Meldung oder unter content/media/.",
            "Legen Sie die Datei dorthin, und schreiben Sie ihren Namen oder '/media/…'.",
        ),
        "en": Message(
            "This is no image or attachment beside the release or below content/media/.",
            "Put the file there, and write its name or '/media/…'.",
        ),
    },
    "not-a-kind": {
        "de": Message(
            "Das ist keine Art einer Änderung.",
            "'berichtigung', wenn etwas falsch war; 'ergaenzung', wenn etwas dazukommt.",
        ),
        "en": Message(
            "This is no kind of update.", "'correction' where something was wrong; 'update' where something is new."
        ),
    },
    "update-too-early": {
        "de": Message(
            "Diese Änderung läge vor dem Erscheinen der Meldung.",
            "Berichtigen Sie das Datum; was vor dem Erscheinen geändert wird, braucht keinen Vermerk.",
        ),
        "en": Message(
            "This update would be before the publication of the release.",
            "Correct the date; what is changed before publication needs no note.",
        ),
    },
    "update-too-late": {
        "de": Message(
            "Diese Änderung läge nach dem Rückzug der Meldung ({withdrawn}): Niemand sähe sie.",
            "Nennen Sie beim Rückzug auch die Uhrzeit, oder sagen Sie es in seinem Grund und löschen Sie die Änderung.",
        ),
        "en": Message(
            "This update would come after the withdrawal of the release ({withdrawn}): nobody would see it.",
            "Give the withdrawal its time of day, or say it in its reason and delete the update.",
        ),
    },
    "withdrawn-too-early": {
        "de": Message(
            "Die Meldung wäre zurückgezogen, bevor sie erscheint.",
            "Prüfen Sie das Datum; was noch nicht öffentlich war, können Sie einfach löschen.",
        ),
        "en": Message(
            "The release would be withdrawn before it is public.",
            "See whether the date is right; what was not public yet can simply be deleted.",
        ),
    },
    "not-a-number": {
        "de": Message("Das ist keine Nummer einer Meldung.", "Schreiben Sie etwa '123' oder '123/2017'."),
        "en": Message("This is no number of a release.", "Write something like '123' or '123/2017'."),
    },
    "number-year": {
        "de": Message(
            "Die Nummer ist aus einem anderen Jahr als die Meldung ({year}).", "Berichtigen Sie eines der beiden."
        ),
        "en": Message("The number is of another year than the release ({year}).", "Correct one of the two."),
    },
    "number-twice": {
        "de": Message("Die Nummer {number} hat schon {other}.", "Die nächste freie Nummer ist {free}."),
        "en": Message("{other} has the number {number} already.", "The next free number is {free}."),
    },
    "number-order": {
        "de": Message(
            "Die Nummer {number} ist kleiner als die einer früheren Meldung ({other}: {before}).",
            "Vertauschen Sie die beiden, oder nehmen Sie die nächste freie Nummer: {free}.",
        ),
        "en": Message(
            "The number {number} is lower than that of an earlier release ({other}: {before}).",
            "Exchange the two, or take the next free number: {free}.",
        ),
    },
    "unknown-boilerplate": {
        "de": Message(
            "Den Abbinder '{name}' gibt es nicht.",
            "Vorhanden sind: {known}; einen neuen legen Sie als content/boilerplates/….md an.",
        ),
        "en": Message(
            "There is no boilerplate '{name}'.", "There are: {known}; begin a new one as content/boilerplates/….md."
        ),
    },
    "unknown-boilerplate-near": {
        "de": Message("Den Abbinder '{name}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no boilerplate '{name}'.", "Did you mean '{near}'?"),
    },
    "unknown-topic": {
        "de": Message("Das Thema '{name}' gibt es nicht.", "In content/newsroom.yaml stehen: {known}."),
        "en": Message("There is no topic '{name}'.", "content/newsroom.yaml has: {known}."),
    },
    "unknown-topic-near": {
        "de": Message("Das Thema '{name}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no topic '{name}'.", "Did you mean '{near}'?"),
    },
    "unknown-municipality": {
        "de": Message("Die Gemeinde '{name}' gibt es nicht.", "In content/newsroom.yaml stehen: {known}."),
        "en": Message("There is no municipality '{name}'.", "content/newsroom.yaml has: {known}."),
    },
    "unknown-municipality-near": {
        "de": Message("Die Gemeinde '{name}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no municipality '{name}'.", "Did you mean '{near}'?"),
    },
    "subject-nameless": {
        "de": Message("'{name}' ergibt keine Adresse.", "Es braucht einen Buchstaben von A bis Z oder eine Ziffer."),
        "en": Message("'{name}' makes no address.", "It takes a letter from A to Z or a digit."),
    },
    "subject-alike": {
        "de": Message(
            "'{name}' und '{other}' hätten dieselbe Adresse.", "Schreiben Sie überall '{other}' oder ändern Sie beide."
        ),
        "en": Message("'{name}' and '{other}' would have one address.", "Write '{other}' everywhere, or change both."),
    },
    "contact-left": {
        "de": Message(
            "{name} war nur bis {until} für die Presse da.", "Nennen Sie für diese Meldung einen anderen Kontakt."
        ),
        "en": Message("{name} was there for the press until {until} only.", "Name another contact for this release."),
    },
    # ---- the proof ------------------------------------------------------------------------------------------------
    "leak-address": {
        "de": Message(
            "Hier stünde die Adresse einer Meldung, die noch nicht öffentlich ist: '{words}' ({source}).",
            "Suchen Sie, was sie nennt: eine Meldung, ein Bild, eine Vorlage; nehmen Sie es dort heraus.",
        ),
        "en": Message(
            "Here the address of a release would stand that is not public yet: '{words}' ({source}).",
            "Look for what names it: a release, a picture, a template; take it out there.",
        ),
    },
    "leak-headline": {
        "de": Message(
            "Hier stünde die Überschrift einer Meldung, die noch nicht öffentlich ist: '{words}' ({source}).",
            "Suchen Sie, was sie nennt: eine Meldung, eine Anlage, eine Vorlage; nehmen Sie es dort heraus.",
        ),
        "en": Message(
            "Here the headline of a release would stand that is not public yet: '{words}' ({source}).",
            "Look for what has it: a release, an attachment, a template; take it out there.",
        ),
    },
    "leak-words": {
        "de": Message(
            "Hier stünden Worte einer Meldung, die noch nicht öffentlich ist: '{words}' ({source}).",
            "Suchen Sie, was sie enthält: eine Anlage, ein Bild, eine Vorlage; nehmen Sie sie dort heraus.",
        ),
        "en": Message(
            "Here words of a release would stand that is not public yet: '{words}' ({source}).",
            "Look for what has them: an attachment, a picture, a template; take them out there.",
        ),
    },
    "unsearchable-encrypted": {
        "de": Message(
            "Diese Datei ist verschlüsselt und lässt sich nicht nach Verborgenem durchsuchen.",
            "Sehen Sie selbst nach, ob sie nichts verrät, was noch nicht öffentlich ist.",
        ),
        "en": Message(
            "This file is encrypted and cannot be searched for what is hidden.",
            "See for yourself that it gives away nothing that is not public yet.",
        ),
    },
    "unsearchable-broken": {
        "de": Message(
            "Diese Datei ist beschädigt und lässt sich nicht ganz nach Verborgenem durchsuchen.",
            "Sehen Sie selbst nach, ob sie nichts verrät, was noch nicht öffentlich ist.",
        ),
        "en": Message(
            "This file is damaged and cannot be searched wholly for what is hidden.",
            "See for yourself that it gives away nothing that is not public yet.",
        ),
    },
    "unsearchable-too-large": {
        "de": Message(
            "Diese Datei ist entpackt so groß, dass nicht alles nach Verborgenem durchsucht wurde.",
            "Sehen Sie selbst nach, ob sie nichts verrät, was noch nicht öffentlich ist.",
        ),
        "en": Message(
            "This file is so large when unpacked that not all of it was searched for what is hidden.",
            "See for yourself that it gives away nothing that is not public yet.",
        ),
    },
    "out-missing": {
        "de": Message(
            "Diese Datei ist nicht mehr da, aber veröffentlicht worden.", "Der nächste Lauf legt sie wieder an."
        ),
        "en": Message("This file is gone, but was published.", "The next run puts it back."),
    },
    "out-changed": {
        "de": Message(
            "Diese Datei hat jemand anderes geändert.",
            "Klären Sie, wer es war; der nächste Lauf stellt sie wieder her.",
        ),
        "en": Message("Somebody else changed this file.", "Find out who it was; the next run puts it right."),
    },
    "out-unknown": {
        "de": Message("Diese Datei ist nicht von pressgen.", "Löschen Sie sie, oder legen Sie sie nach layouts/web/."),
        "en": Message("This file is not from pressgen.", "Delete it, or put it into layouts/web/."),
    },
    "out-dead-link": {
        "de": Message(
            "Der Verweis '{address}' führt zu nichts, was öffentlich ist.", "Prüfen Sie Vorlage und Meldung."
        ),
        "en": Message("The link '{address}' leads to nothing that is public.", "Look into template and release."),
    },
    "out-dead-fragment": {
        "de": Message("Die Stelle '{address}' gibt es auf der Seite nicht.", "Prüfen Sie Vorlage und Meldung."),
        "en": Message("There is no place '{address}' on the page.", "Look into template and release."),
    },
    # ---- what to look at again ------------------------------------------------------------------------------------
    "long-headline": {
        "de": Message(
            "Die Überschrift hat {length} Zeichen; lesbar sind höchstens {limit}.",
            "Was davon gehört in die Unterzeile?",
        ),
        "en": Message(
            "The headline has {length} characters; at most {limit} are readable.",
            "What of it belongs into the subhead?",
        ),
    },
    "long-text": {
        "de": Message("Der Text hat {length} Zeichen; vereinbart sind {limit}.", "Was kann in eine Anlage?"),
        "en": Message("The text has {length} characters; {limit} are agreed on.", "What can be an attachment?"),
    },
    "no-lead": {
        "de": Message(
            "Der Text beginnt nicht mit einem Absatz.",
            "Der erste Absatz sagt, was geschehen ist; der Feed zeigt nur ihn.",
        ),
        "en": Message(
            "The text does not begin with a paragraph.", "The first one says what happened; the feed shows it alone."
        ),
    },
    "wrong-weekday": {
        "de": Message("'{written}': Der {date} ist ein {name}.", "Berichtigen Sie den Wochentag oder das Datum."),
        "en": Message("'{written}': {date} is a {name}.", "Correct the weekday or the date."),
    },
    "two-blanks": {
        "de": Message("Hier stehen zwei Leerzeichen.", "Eines genügt."),
        "en": Message("There are two blanks here.", "One is enough."),
    },
    "pointless-link": {
        "de": Message(
            "Ein Verweis namens '{words}' sagt nicht, wohin er führt.",
            "Wer Verweise vorgelesen bekommt, hört nur dieses Wort.",
        ),
        "en": Message(
            "A link called '{words}' does not say where it leads.", "Who has links read aloud hears this word alone."
        ),
    },
    "line-alone": {
        "de": Message("Auf Seite {page} des Briefs steht nur eine Zeile.", "Kürzen Sie den Text um eine Zeile."),
        "en": Message("There is only one line on page {page} of the letter.", "Shorten the text by a line."),
    },
    "soft-photo": {
        "de": Message(
            "Das Bild '{name}' wird {printed} mm breit gedruckt; mit {width} Pixeln ist es dafür zu unscharf.",
            "Nehmen Sie eines, das mindestens {wanted} Pixel breit ist.",
        ),
        "en": Message(
            "The image '{name}' is printed {printed} mm wide, and too soft for that with {width} pixels.",
            "Use one that is at least {wanted} pixels wide.",
        ),
    },
    # ---- what was public ------------------------------------------------------------------------------------------
    "not-an-address": {
        "de": Message(
            "Das kann keine frühere Adresse sein.",
            "Schreiben Sie sie wie '2016/austausch' oder 'alt/meldung.html': ohne Leerzeichen, '?', '#' und '..'.",
        ),
        "en": Message(
            "This can be no former address.",
            "Write it like '2016/exchange' or 'old/release.html': without blanks, '?', '#' and '..'.",
        ),
    },
    "alias-elsewhere": {
        "de": Message(
            "Diese Adresse liegt nicht unter {base}, wo das Archiv steht.",
            "Löschen Sie sie; von dort kann nur der andere Webserver weiterleiten.",
        ),
        "en": Message(
            "This address is not below {base}, where the archive is.",
            "Delete it; from there only the other web server can redirect.",
        ),
    },
    "alias-itself": {
        "de": Message("Das ist die jetzige Adresse der Meldung ({address}).", "Löschen Sie diese Zeile."),
        "en": Message("This is the release's address now ({address}).", "Delete this line."),
    },
    "alias-taken": {
        "de": Message("Die Adresse {address} hat schon {other}.", "Löschen Sie sie hier, oder ändern Sie sie dort."),
        "en": Message("{other} has the address {address} already.", "Delete it here, or change it there."),
    },
    "public-gone": {
        "de": Message(
            "{address} ist seit {since} öffentlich, aber die Datei der Meldung ist weg.",
            "Umbenannt? Dann in der neuen Datei 'fruehere_adressen: [{address}]' ergänzen. Ungültig? Dann die Datei "
            "aus dem Archiv (Git) zurückholen und mit 'zurueckgezogen:' den Grund nennen.",
        ),
        "en": Message(
            "{address} is public since {since}, but the file of the release is gone.",
            "Renamed? Then add 'aliases: [{address}]' to the new file. Not valid any more? Then get the file back from "
            "version control and give the reason with 'withdrawn:'.",
        ),
    },
    "public-draft": {
        "de": Message(
            "{address} ist seit {since} öffentlich und kann kein Entwurf mehr werden.",
            "Löschen Sie diese Zeile. Was nicht mehr gilt, ziehen Sie mit 'zurueckgezogen:' zurück; was falsch war, "
            "vermerken Sie mit 'aenderungen:'.",
        ),
        "en": Message(
            "{address} is public since {since} and cannot become a draft again.",
            "Delete this line. What does not hold any more is withdrawn with 'withdrawn:'; what was wrong is noted "
            "with 'updates:'.",
        ),
    },
    "public-before": {
        "de": Message(
            "{address} ist seit {since} öffentlich und kann nicht wieder verborgen werden.",
            "Nehmen Sie das zurück. Was nicht mehr gilt, ziehen Sie mit 'zurueckgezogen:' zurück; was falsch war, "
            "vermerken Sie mit 'aenderungen:'.",
        ),
        "en": Message(
            "{address} is public since {since} and cannot be hidden again.",
            "Undo that. What does not hold any more is withdrawn with 'withdrawn:'; what was wrong is noted with "
            "'updates:'.",
        ),
    },
    "record-line": {
        "de": Message(
            "Diese Zeile hat pressgen nicht geschrieben.",
            "Löschen Sie sie, oder holen Sie die Datei aus dem Archiv (Git) zurück.",
        ),
        "en": Message("pressgen did not write this line.", "Delete it, or get the file back from version control."),
    },
    # ---- body -----------------------------------------------------------------------------------------------------
    "empty-body": {
        "de": Message("Hinter den Angaben fehlt der Text.", "Schreiben Sie ihn unter diese Zeile."),
        "en": Message("There is no text after the front matter.", "Write it below this line."),
    },
    "raw-html": {
        "de": Message(
            "HTML ist im Text nicht erlaubt.",
            "Nehmen Sie Markdown, etwa **fett** oder *kursiv*; soll das Zeichen < selbst dastehen, schreiben Sie \\<.",
        ),
        "en": Message(
            "HTML is not allowed in the text.",
            "Use Markdown, such as **bold** or *italic*; to show the character < itself, write \\<.",
        ),
    },
    "html-comment": {
        "de": Message(
            "Eine Notiz <!-- --> ist im Text nicht möglich.",
            "Löschen Sie sie; in den Angaben darf eine Zeile, die mit # beginnt, eine Notiz sein.",
        ),
        "en": Message(
            "A note <!-- --> is not possible in the text.",
            "Delete it; in the front matter, a line that begins with # may be a note.",
        ),
    },
    "headline-in-body": {
        "de": Message(
            "Die Überschrift steht schon in 'headline'; im Text beginnen Zwischenüberschriften mit ##.",
            "Beginnen Sie die Zeile mit ##.",
        ),
        "en": Message(
            "The headline is already in 'headline'; crossheads in the text begin with ##.", "Begin the line with ##."
        ),
    },
    "accidental-list": {
        "de": Message(
            "'{marks}' am Anfang eines Absatzes macht ihn zu einem Punkt einer Liste.",
            "Schreiben Sie {wanted}, wenn ein Datum oder eine Zahl gemeint ist.",
        ),
        "en": Message(
            "'{marks}' at the beginning of a paragraph makes it an item of a list.",
            "Write {wanted} if it is a date or a number.",
        ),
    },
    "topics-in-one": {
        "de": Message("Mehrere Namen sind hier ein einziger.", "Schreiben Sie eine Liste: [{topics}]"),
        "en": Message("Several names are a single one here.", "Write a list: [{topics}]"),
    },
    "empty-heading": {
        "de": Message(
            "Diese Zwischenüberschrift hat keine Worte.",
            "Schreiben Sie welche hinter {marks}, oder löschen Sie die Zeile.",
        ),
        "en": Message("This crosshead has no words.", "Write some after {marks}, or delete the line."),
    },
    "skipped-level": {
        "de": Message(
            "Die Zwischenüberschrift {marks} überspringt eine Ebene; ein Vorleseprogramm verlöre den Faden.",
            "Schreiben Sie {wanted}.",
        ),
        "en": Message("The crosshead {marks} skips a level; a screen reader would lose the thread.", "Write {wanted}."),
    },
    "too-deep": {
        "de": Message("Listen und Zitate sind hier zu tief verschachtelt.", "Rücken Sie weniger weit ein."),
        "en": Message("Lists and quotations are nested too deeply here.", "Indent less."),
    },
    "bad-scheme": {
        "de": Message(
            "Ein Verweis darf nicht mit '{scheme}' beginnen.", "Möglich sind https:, http:, mailto: und tel:."
        ),
        "en": Message("A link must not begin with '{scheme}'.", "Possible are https:, http:, mailto: and tel:."),
    },
    "local-file": {
        "de": Message(
            "'{address}' ist eine Datei auf Ihrem Rechner; andere können sie nicht öffnen.",
            "Legen Sie die Datei unter content/media/ ab und schreiben Sie /media/….",
        ),
        "en": Message(
            "'{address}' is a file on your computer; nobody else can open it.",
            "Put the file into content/media/ and write /media/….",
        ),
    },
    "no-scheme": {
        "de": Message("'{address}' ist keine vollständige Adresse.", "Schreiben Sie {wanted}."),
        "en": Message("'{address}' is not a complete address.", "Write {wanted}."),
    },
    "no-address": {
        "de": Message(
            "Diesem Verweis oder Bild fehlt die Adresse.",
            "Schreiben Sie sie in runden Klammern hinter die eckigen: {wanted}.",
        ),
        "en": Message(
            "This link or image has no address.", "Write it in round brackets after the square ones: {wanted}."
        ),
    },
    "empty-link": {
        "de": Message(
            "Dieser Verweis hat keine Worte: Niemand sähe ihn.",
            "Schreiben Sie zwischen die eckigen Klammern, wohin er führt: [Lageplan](…).",
        ),
        "en": Message(
            "This link has no words: nobody would see it.",
            "Write between the square brackets where it leads: [Map](…).",
        ),
    },
    "foreign-image": {
        "de": Message(
            "Bilder von fremden Adressen sind nicht möglich: Sie verrieten dort, wer die Meldung liest.",
            "Legen Sie das Bild unter content/media/ ab und schreiben Sie /media/….",
        ),
        "en": Message(
            "Images from other hosts are not possible: they would tell them who reads the release.",
            "Put the image into content/media/ and write /media/….",
        ),
    },
    "no-alt": {
        "de": Message(
            "Dem Bild fehlt die Beschreibung für Menschen, die es nicht sehen.",
            "Schreiben Sie zwischen die eckigen Klammern, was zu sehen ist: ![Zwei Personen …](…).",
        ),
        "en": Message(
            "The image has no description for people who cannot see it.",
            "Write between the square brackets what it shows: ![Two people …](…).",
        ),
    },
    "image-kind": {
        "de": Message("'{address}' ist kein Bild, das jeder zeigen kann.", "Nehmen Sie JPEG, PNG, GIF oder WebP."),
        "en": Message("'{address}' is not an image that everyone can show.", "Use JPEG, PNG, GIF or WebP."),
    },
    "broken-link": {
        "de": Message(
            "Der Verweis '{address}' führt zu nichts.",
            "Prüfen Sie die Schreibweise: die Datei einer Meldung (../2017/2017-12-20-….md), ihre Adresse (/2017/…/) "
            "oder eine Datei (/media/…).",
        ),
        "en": Message(
            "The link '{address}' leads to nothing.",
            "Check its spelling: the file of a release (../2017/2017-12-20-….md), its address (/2017/…/) "
            "or a file (/media/…).",
        ),
    },
    "broken-image": {
        "de": Message(
            "Das Bild '{address}' liegt nicht in content/.",
            "Legen Sie es neben die Meldung oder unter content/media/ ab.",
        ),
        "en": Message("The image '{address}' is not in content/.", "Put it beside the release or into content/media/."),
    },
    "image-missing": {
        "de": Message(
            "Das Bild '{address}' gibt es nicht.",
            "Prüfen Sie Namen, Groß- und Kleinschreibung; es liegt neben der Meldung oder unter content/media/.",
        ),
        "en": Message(
            "There is no image '{address}'.",
            "Check its name, upper and lower case; it lies beside the release or in content/media/.",
        ),
    },
    "broken-fragment": {
        "de": Message(
            "Am Ziel von '{address}' gibt es keine Zwischenüberschrift '{fragment}'.", "Vorhanden sind: {anchors}."
        ),
        "en": Message("The target of '{address}' has no crosshead '{fragment}'.", "There are: {anchors}."),
    },
    "draft-link": {
        "de": Message(
            "Der Verweis '{address}' führt zu einem Entwurf.",
            "Stellen Sie den Entwurf fertig, oder entfernen Sie den Verweis.",
        ),
        "en": Message("The link '{address}' leads to a draft.", "Finish the draft, or remove the link."),
    },
    "hidden-link": {
        "de": Message(
            "Der Verweis '{address}' verriete eine Meldung, die noch nicht öffentlich ist.",
            "Entfernen Sie den Verweis, bis sie es ist.",
        ),
        "en": Message(
            "The link '{address}' would give away a release that is not public yet.",
            "Remove the link until it is.",
        ),
    },
    "external-dead": {
        "de": Message(
            "Der Verweis '{address}' führt ins Leere ({reason}).",
            "Suchen Sie die neue Adresse, oder entfernen Sie ihn; der Wortlaut kann bleiben.",
        ),
        "en": Message(
            "The link '{address}' leads to nothing ({reason}).",
            "Look for the new address, or remove the link; its words can stay.",
        ),
    },
    "external-moved": {
        "de": Message("'{address}' ist umgezogen: {moved}", "Nehmen Sie die neue Adresse, wenn dort dasselbe steht."),
        "en": Message("'{address}' has moved: {moved}", "Take the new address if it says the same."),
    },
    "external-unsure": {
        "de": Message(
            "Ob '{address}' noch da ist, war nicht zu erfahren ({reason}).", "Sehen Sie selbst im Browser nach."
        ),
        "en": Message("Nobody knows whether '{address}' is still there ({reason}).", "Look for yourself in a browser."),
    },
    "empty-year": {
        "de": Message(
            "Der Verweis '{address}' führte zu nichts: Von {year} ist noch keine Meldung öffentlich.",
            "Entfernen Sie den Verweis, bis es eine gibt.",
        ),
        "en": Message(
            "The link '{address}' would lead to nothing: no release of {year} is public yet.",
            "Remove the link until there is one.",
        ),
    },
    "undefined-note": {
        "de": Message(
            "Zu der Fußnote {call} fehlt der Text.",
            "Schreiben Sie ihn ans Ende, nach einer Leerzeile: {call}: Der Text der Fußnote. Soll {call} so zu lesen "
            "sein, setzen Sie einen Rückstrich davor: \\{call}",
        ),
        "en": Message(
            "The footnote {call} has no text.",
            "Write it at the end, after a blank line: {call}: The text of the note. If {call} is to be read as it is, "
            "put a backslash before it: \\{call}",
        ),
    },
    "unused-note": {
        "de": Message(
            "Diese Fußnote kommt im Text nicht vor.",
            "Schreiben Sie {call} hinter das Wort, zu dem sie gehört, oder löschen Sie die Zeile.",
        ),
        "en": Message(
            "The text does not call this footnote.",
            "Write {call} behind the word that it belongs to, or delete the line.",
        ),
    },
    "note-in-note": {
        "de": Message(
            "Eine Fußnote kann keine Fußnote haben.", "Schreiben Sie beides in eine, oder rufen Sie beide im Text auf."
        ),
        "en": Message("A footnote cannot have a footnote.", "Write both into one, or call both in the text."),
    },
    "note-in-boilerplate": {
        "de": Message(
            "Ein Abbinder kann keine Fußnoten haben: Ihre Nummern kämen denen der Meldung in die Quere.",
            "Schreiben Sie in den Satz, was dort stehen sollte.",
        ),
        "en": Message(
            "A boilerplate cannot have footnotes: their numbers would meet those of the release.",
            "Write into the sentence what they should say.",
        ),
    },
    "defined-twice": {
        "de": Message("'{words}' ist schon weiter oben erklärt.", "Löschen Sie eine der beiden Zeilen."),
        "en": Message("'{words}' is explained above already.", "Delete one of the two lines."),
    },
    "empty-definition": {
        "de": Message("Hinter '{words}' steht nichts.", "Schreiben Sie in dieselbe Zeile, was es erklärt."),
        "en": Message("Nothing follows '{words}'.", "Write its explanation into the same line."),
    },
    "unused-abbreviation": {
        "de": Message(
            "Die Abkürzung '{name}' kommt im Text nicht vor.",
            "Schreiben Sie sie wie im Text, groß und klein, oder löschen Sie die Zeile.",
        ),
        "en": Message(
            "The abbreviation '{name}' is not in the text.",
            "Spell it as in the text, with its capitals, or delete the line.",
        ),
    },
    "not-a-tag": {
        "de": Message(
            "In geschweiften Klammern kann hier nur eine Sprache stehen.",
            "Schreiben Sie etwa [open house]{{lang=en}}; sollen die Klammern zu lesen sein, setzen Sie einen "
            "Rückstrich davor: \\{braces}",
        ),
        "en": Message(
            "Braces can only name a language here.",
            "Write for example [open house]{{lang=en}}; if the braces are to be read, put a backslash before them: "
            "\\{braces}",
        ),
    },
    "unknown-tag": {
        "de": Message(
            "Das Sprachkürzel '{tag}' gibt es nicht.",
            "Üblich sind zwei kleine Buchstaben: en (Englisch), fr (Französisch), it, pl, tr, uk (Ukrainisch), ar …",
        ),
        "en": Message(
            "There is no language code '{tag}'.",
            "Most have two small letters: de (German), fr (French), it, pl, tr, uk (Ukrainian), ar …",
        ),
    },
    "stray-tag": {
        "de": Message(
            "{braces} bliebe als Text stehen: Davor stehen keine Wörter in eckigen Klammern.",
            "Schreiben Sie etwa [open house]{{lang=en}}, um einen Verweis herum [[Wörter](Adresse)]{{lang=en}}.",
        ),
        "en": Message(
            "{braces} would stay literal text: no words in square brackets stand before it.",
            "Write for example [open house]{{lang=en}}, around a link [[words](address)]{{lang=en}}.",
        ),
    },
    "inside-link": {
        "de": Message(
            "In den Wörtern eines Verweises kann keine Sprache und keine Fußnote stehen; er bliebe als Text stehen.",
            "Schreiben Sie die Sprache außen herum, [[Wörter](Adresse)]{{lang=en}}, die Fußnote dahinter.",
        ),
        "en": Message(
            "The words of a link can hold no language and no footnote; it would stay literal text.",
            "Write the language around it, [[words](address)]{{lang=en}}, and the footnote behind it.",
        ),
    },
    "stray-link": {
        "de": Message(
            "Dieser Verweis oder dieses Bild bliebe als Text stehen: In der Adresse steht ein Leerzeichen oder eine "
            "Klammer.",
            "Benennen Sie die Datei um, oder setzen Sie die Adresse in spitze Klammern: {wanted}.",
        ),
        "en": Message(
            "This link or image would stay literal text: its address has a blank or a bracket.",
            "Rename the file, or put the address in angle brackets: {wanted}.",
        ),
    },
    # ---- layouts --------------------------------------------------------------------------------------------------
    "template-absent": {
        "de": Message("Diese Vorlage fehlt.", "Übernehmen Sie sie aus den Layouts von pressgen."),
        "en": Message("This template is missing.", "Take it over from pressgen's own layouts."),
    },
    "template-missing": {
        "de": Message("Die Vorlage '{name}' fehlt.", "layouts/README.md nennt die nötigen Vorlagen."),
        "en": Message("The template '{name}' is missing.", "layouts/README.md names those that are needed."),
    },
    "template": {
        "de": Message(
            "Die Vorlage ist hier falsch: {reason}.", "layouts/README.md sagt, welche Werte jede Vorlage erhält."
        ),
        "en": Message(
            "The template is wrong here: {reason}.", "layouts/README.md tells which values each template receives."
        ),
    },
    "template-value": {
        "de": Message(
            "Einen Wert '{name}' gibt es hier nicht.", "layouts/README.md sagt, welche Werte jede Vorlage erhält."
        ),
        "en": Message(
            "There is no value '{name}' here.", "layouts/README.md tells which values each template receives."
        ),
    },
    "template-endless": {
        "de": Message(
            "Die Vorlage ruft sich hier selbst auf, ohne Ende.",
            "Prüfen Sie, welche Vorlage oder welches Makro in dieser Zeile gemeint ist.",
        ),
        "en": Message(
            "The template calls itself here, without end.", "Check which template or macro is meant in this line."
        ),
    },
    "letterhead": {
        "de": Message(
            "Der Briefkopf ist hier falsch: {reason}", "Berichtigen Sie die Zeile; layouts/README.md hilft weiter."
        ),
        "en": Message("The letterhead is wrong here: {reason}", "Correct the line; layouts/README.md helps."),
    },
    "css-property": {
        "de": Message("Die CSS-Eigenschaft '{name}' gibt es im Brief nicht.", "Berichtigen oder löschen Sie sie."),
        "en": Message("There is no CSS property '{name}' in letters.", "Correct or delete it."),
    },
    "css-value": {
        "de": Message("Der Wert '{value}' ist für '{name}' nicht möglich.", "Berichtigen oder löschen Sie ihn."),
        "en": Message("The value '{value}' is not possible for '{name}'.", "Correct or delete it."),
    },
    "css-selector": {
        "de": Message(
            "Die CSS-Auswahl '{name}' ist nicht lesbar.",
            "Berichtigen Sie sie; vielleicht fehlt darüber eine geschweifte Klammer.",
        ),
        "en": Message(
            "The CSS selector '{name}' cannot be read.", "Correct it; perhaps a curly bracket is missing above."
        ),
    },
    "letterhead-file": {
        "de": Message(
            "Die Datei '{name}' gibt es im Ordner des Briefkopfs nicht.",
            "Legen Sie sie hinein; von anderswo lädt ein Brief nichts.",
        ),
        "en": Message(
            "There is no file '{name}' in the folder of the letterhead.",
            "Put it there; a letter loads nothing from elsewhere.",
        ),
    },
    "letterhead-image": {
        "de": Message(
            "Das Bild '{name}' des Briefkopfs ist nicht lesbar.",
            "Öffnen Sie es in einem Zeichen- oder Bildprogramm und speichern Sie es neu.",
        ),
        "en": Message(
            "The image '{name}' of the letterhead cannot be read.",
            "Open it in a drawing or image program and save it again.",
        ),
    },
    "letterhead-font": {
        "de": Message("Die Schrift '{name}' ist nicht lesbar.", "Nehmen Sie eine Datei im Format TTF oder OTF."),
        "en": Message("The font '{name}' cannot be read.", "Use a file in the format TTF or OTF."),
    },
    "image-unreadable": {
        "de": Message(
            "Das Bild '{name}' ist beschädigt oder von einer anderen Art, als sein Name sagt.",
            "Öffnen Sie es in einem Bildprogramm und speichern Sie es neu.",
        ),
        "en": Message(
            "The image '{name}' is damaged, or of another kind than its name says.",
            "Open it in an image program and save it again.",
        ),
    },
    "image-huge": {
        "de": Message(
            "Das Bild '{name}' hat mehr als {limit} Millionen Bildpunkte.",
            "Verkleinern Sie es in einem Bildprogramm; 2000 Bildpunkte in der Breite genügen für Web und Brief.",
        ),
        "en": Message(
            "The image '{name}' has more than {limit} million pixels.",
            "Make it smaller in an image program; a width of 2000 pixels is enough for web and letter.",
        ),
    },
    "image-moves": {
        "de": Message(
            "Das Bild '{name}' bewegt sich: Ein Brief zeigt nur seinen Anfang, und manche stört es beim Lesen.",
            "Öffnen Sie es in einem Bildprogramm und speichern Sie ein einzelnes Bild daraus.",
        ),
        "en": Message(
            "The image '{name}' moves: a letter shows only its beginning, and it disturbs some readers.",
            "Open it in an image program and save a single picture of it.",
        ),
    },
    "image-colours": {
        "de": Message(
            "Das Bild '{name}' hat Farben für den Druck (CMYK) ohne Farbprofil, und niemand weiß, wie sie aussehen.",
            "Öffnen Sie es in einem Bildprogramm und speichern Sie es als RGB (sRGB), oder mit seinem Farbprofil.",
        ),
        "en": Message(
            "The image '{name}' has colours for print (CMYK) without a profile: nobody knows what they look like.",
            "Open it in an image program and save it as RGB (sRGB), or with its profile.",
        ),
    },
    "attachment-active": {
        "de": Message(
            "'{name}' liefe im Browser der Leser im Namen Ihrer Website.",
            "Bieten Sie die Datei als PDF an, oder in einer ZIP-Datei.",
        ),
        "en": Message(
            "'{name}' would run in readers' browsers in the name of your website.",
            "Offer the file as PDF, or within a ZIP file.",
        ),
    },
    "drawing-active": {
        "de": Message(
            "In dieser Datei könnte '{what}' im Browser der Leser etwas ausführen oder nachladen.",
            "Speichern Sie eine Zeichnung als einfaches oder optimiertes SVG oder als PDF; sonst hilft eine ZIP-Datei.",
        ),
        "en": Message(
            "In this file '{what}' could run or load something in readers' browsers.",
            "Save a drawing as plain or optimised SVG or as PDF; otherwise a ZIP file helps.",
        ),
    },
    "drawing-unreadable": {
        "de": Message(
            "Diese Datei ist kein wohlgeformtes XML in UTF-8.",
            "Speichern Sie sie im Programm, aus dem sie stammt, noch einmal, oder als PDF.",
        ),
        "en": Message(
            "This file is no well-formed XML in UTF-8.", "Save it again in the program that it is from, or as PDF."
        ),
    },
    "letterhead-web-font": {
        "de": Message(
            "'{name}' ist eine Schrift für Webseiten: Kein Brief wäre zweimal gleich.",
            "Nehmen Sie dieselbe Schrift als TTF oder OTF.",
        ),
        "en": Message(
            "'{name}' is a font for web pages: no letter would be the same twice.",
            "Take the same font as TTF or OTF.",
        ),
    },
    "letterhead-colours": {
        "de": Message(
            "'{name}' hat Farben für den Druck (CMYK) oder 16 Bit; im Archiv gelten die Farben des Bildschirms.",
            "Nehmen Sie RGB (sRGB) mit 8 Bit, in CSS und SVG zum Beispiel #12385f.",
        ),
        "en": Message(
            "'{name}' has colours for print (CMYK), or 16 bits; in the archive the colours of a screen are valid.",
            "Use RGB (sRGB) with 8 bits; in CSS and SVG, for instance, #12385f.",
        ),
    },
    "letterhead-no-alt": {
        "de": Message(
            "Das Bild '{name}' hat keinen Alternativtext: Wer sich den Brief vorlesen lässt, erfährt es nicht.",
            'Schreiben Sie alt="…" dazu, und alt="" bei dem, was nur schmückt.',
        ),
        "en": Message(
            "The image '{name}' has no alternative text: who listens to the letter learns nothing of it.",
            'Add alt="…", and alt="" to what only decorates.',
        ),
    },
    "letterhead-no-language": {
        "de": Message(
            "Der Brief sagt nicht, in welcher Sprache er geschrieben ist.",
            'Schreiben Sie <html lang="{{{{ language }}}}">.',
        ),
        "en": Message("The letter does not say which language it is in.", 'Write <html lang="{{{{ language }}}}">.'),
    },
    "letterhead-no-title": {
        "de": Message(
            "Der Brief hat keinen Titel für das Fenster, in dem er gelesen wird.",
            "Schreiben Sie <title>{{{{ release.headline }}}}</title>.",
        ),
        "en": Message(
            "The letter has no title for the window in which it is read.",
            "Write <title>{{{{ release.headline }}}}</title>.",
        ),
    },
    "letterhead-crash": {
        "de": Message(
            "Mit diesem Briefkopf lässt sich kein Brief zeichnen ({reason}).",
            "Meist ist es eine unmögliche Größe, oder auf der Seite bleibt kein Platz. Nehmen Sie zurück, was zuletzt"
            " geändert wurde.",
        ),
        "en": Message(
            "No letter can be drawn with this letterhead ({reason}).",
            "Mostly it is an impossible size, or a page without room. Take back what was changed last.",
        ),
    },
    "span-huge": {
        "de": Message("'{written}' verbindet mehr als 999 Zellen.", "Berichtigen Sie die Zahl."),
        "en": Message("'{written}' joins more than 999 cells.", "Correct the number."),
    },
    "table-too-wide": {
        "de": Message(
            "Die Tabelle mit '{words}' ist auf Seite {page} des Briefs {excess} mm zu breit.",
            "Lassen Sie eine Spalte weg, oder schreiben Sie '&shy;' in lange Wörter, wo man sie trennen darf.",
        ),
        "en": Message(
            "The table with '{words}' is {excess} mm too wide on page {page} of the letter.",
            "Leave out a column, or put '&shy;' into the longest words where they may be divided.",
        ),
    },
    "sticks-out": {
        "de": Message(
            "'{words}' ragt auf Seite {page} des Briefs {excess} mm über den Rand.",
            "Kürzen oder verkleinern Sie es, oder geben Sie ihm im Briefkopf mehr Platz.",
        ),
        "en": Message(
            "'{words}' sticks out of page {page} of the letter by {excess} mm.",
            "Make it shorter or smaller, or give it more room in the letterhead.",
        ),
    },
    "lies-on": {
        "de": Message(
            "'{words}' liegt auf Seite {page} des Briefs auf '{other}'.",
            "Kürzen Sie eines von beiden, oder geben Sie ihnen im Briefkopf mehr Platz.",
        ),
        "en": Message(
            "'{words}' lies on '{other}' on page {page} of the letter.",
            "Shorten one of them, or give them more room in the letterhead.",
        ),
    },
    "foreign-font": {
        "de": Message(
            "'{characters}' wäre im Brief in der Schrift '{family}' gesetzt, die nicht zum Briefkopf gehört.",
            "Legen Sie die Schrift in den Ordner fonts/ und nennen Sie sie in letter.css mit @font-face.",
        ),
        "en": Message(
            "'{characters}' would be set in the font '{family}', which does not belong to the letterhead.",
            "Put the font into the folder fonts/ and name it in letter.css with @font-face.",
        ),
    },
    "missing-glyph": {
        "de": Message(
            "Das Zeichen '{character}' ({code}) fehlt in der Schrift des Briefkopfs '{letterhead}'.",
            "Ersetzen Sie es durch ein anderes Zeichen.",
        ),
        "en": Message(
            "The fonts of the letterhead '{letterhead}' lack the character '{character}' ({code}).",
            "Replace it with another character.",
        ),
    },
}

EXCERPT = 100
"""Characters of a line that are shown: paragraphs are long lines."""


def told(problem: Problem, language: str, mark: str = "") -> str:
    """The problem as a reader sees it: place, sentence, line with caret, hint.

    A `mark` before the sentence tells editors what is no mistake.
    """
    values = {name: _harmless(str(value)) for name, value in problem.values.items()}
    what, hint = (text.format(**values) for text in MESSAGES[problem.code][language])
    place = problem.location
    path = _harmless(problem.path)
    where = path if place is None else f"{path}:{place.line}:{place.column}"
    lines = [f"{where}: {mark}{what}"]
    if place is not None and place.excerpt and place.excerpt.strip():
        lines += _excerpt(place)
    if hint:
        lines.append(f"  {'Tipp' if language == 'de' else 'Hint'}: {hint}")
    return "\n".join(lines)


def _harmless(text: str) -> str:
    """Text from files or their names, on one line and without what could do anything to a terminal."""
    return re.sub(rf"{INVISIBLE.pattern}|[\n\r]", "\N{REPLACEMENT CHARACTER}", text)


def _excerpt(place: Location) -> list[str]:
    """The line, cut around the place if it is long, with a caret below."""
    text, start = _harmless(place.excerpt or ""), place.column - 1
    cut = max(0, start - EXCERPT // 3) if len(text) > EXCERPT else 0
    shown = text[cut : cut + EXCERPT]
    before = "… " if cut else ""
    after = " …" if cut + EXCERPT < len(text) else ""
    indent = "".join(map(_blank, before + text[cut:start]))
    marked = text[start : start + max(1, min(place.width, EXCERPT - (start - cut)))]
    caret = "^" * max(1, sum(len(_blank(character)) for character in marked))
    number = str(place.line)
    gap = " " * len(number)
    return [f"  {number} | {before}{shown}{after}".rstrip(), f"  {gap} | {indent}{caret}"]


def _blank(character: str) -> str:
    """Blanks as wide as the character: a tab stays one, an emoji takes two places, an accent on a letter none."""
    if character == "\t":
        return "\t"
    if unicodedata.combining(character):
        return ""
    return "  " if unicodedata.east_asian_width(character) in "WF" else " "


def language_of(text: str) -> str:
    """The newsroom's language as far as it can be told, even where the file has problems: these are told in it."""
    match = LANGUAGE.search(text)
    return match[1] if match else "de"


LANGUAGE = re.compile(r"""^["']?(?:language|sprache)["']?[ \t]*:[ \t]*["']?(de|en)\b""", re.MULTILINE)
