"""Every sentence that pressgen says, in German and English.

A message says what *is*; its hint says what to *do*. Placeholders are the values of the problem.
"""

from __future__ import annotations

from typing import NamedTuple

from pressgen.problems import Location, Problem


class Message(NamedTuple):
    """What is wrong, and what to do about it (may be empty)."""

    what: str
    hint: str = ""


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
            "Die Datei ist in UTF-16 gespeichert, nicht in UTF-8: Byte {byte} an Position {offset}.",
            "Speichern Sie sie im Editor mit der Kodierung UTF-8.",
        ),
        "en": Message(
            "The file is saved as UTF-16, not as UTF-8: byte {byte} at offset {offset}.",
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
            "Diese Datei wird nicht gelesen: Eine Meldung endet auf .md (klein geschrieben).",
            "Benennen Sie sie um, oder legen Sie sie außerhalb von content/releases/ ab.",
        ),
        "en": Message(
            "This file is not read: a release ends in .md (lower case).",
            "Rename it, or keep it outside of content/releases/.",
        ),
    },
    "not-in-year-folder": {
        "de": Message(
            "Die Meldung liegt nicht in einem Jahresordner.",
            "Verschieben Sie sie nach content/releases/JJJJ/, zum Beispiel content/releases/2017/.",
        ),
        "en": Message(
            "The release is not in the folder of a year.",
            "Move it to content/releases/YYYY/, for example content/releases/2017/.",
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
    "media-twice": {
        "de": Message("Diese Datei hätte im Netz dieselbe Adresse wie {other}.", "Benennen Sie eine der beiden um."),
        "en": Message("This file would have the same web address as {other}.", "Rename one of the two."),
    },
    # ---- front matter ---------------------------------------------------------------------------------------------
    "no-front-matter": {
        "de": Message(
            "Am Anfang fehlen die Angaben zur Meldung.",
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
            "Ergänzen Sie Feldnamen, Doppelpunkt und Leerzeichen; gehört sie zur Zeile darüber, rücken Sie sie ein.",
        ),
        "en": Message(
            "This line is not of the form 'key: value'.",
            "Add the key, a colon and a blank; if it belongs to the line above, indent it.",
        ),
    },
    "tab": {
        "de": Message(
            "Hier steht ein Tabulator; die Angaben dürfen nur mit Leerzeichen eingerückt sein.",
            "Ersetzen Sie ihn durch zwei Leerzeichen.",
        ),
        "en": Message(
            "There is a tab here; front matter may be indented with blanks only.", "Replace it with two blanks."
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
            "Setzen Sie ihn in einfache Anführungszeichen: '…' (ein ' im Text verdoppeln).",
        ),
        "en": Message(
            "This text has characters with a meaning of their own in front matter.",
            "Put it in single quotation marks: '…' (double a ' within).",
        ),
    },
    "yaml": {
        "de": Message(
            "Die Angaben sind hier nicht lesbar ({reason}).",
            "Prüfen Sie Doppelpunkte, Einrückung und Anführungszeichen in dieser und der Zeile darüber.",
        ),
        "en": Message(
            "The front matter cannot be read here ({reason}).",
            "Check colons, indentation and quotation marks in this line and the one above.",
        ),
    },
    "anchor-or-tag": {
        "de": Message(
            "Ein Text, der mit &, * oder ! beginnt, wird hier nicht als Text gelesen.",
            "Setzen Sie ihn in einfache Anführungszeichen: '…'.",
        ),
        "en": Message(
            "A text that begins with &, * or ! is not read as text here.", "Put it in single quotation marks: '…'."
        ),
    },
    "key-not-text": {
        "de": Message("Dieser Feldname ist kein einfaches Wort.", "Schreiben Sie 'feld: wert'."),
        "en": Message("This key is not a plain word.", "Write 'key: value'."),
    },
    "duplicate-key": {
        "de": Message("Das Feld '{key}' steht schon in Zeile {line}.", "Löschen Sie eine der beiden Zeilen."),
        "en": Message("The key '{key}' is already in line {line}.", "Delete one of the two lines."),
    },
    "duplicate-alias": {
        "de": Message("'{key}' und '{other}' sind dasselbe Feld.", "Löschen Sie eine der beiden Zeilen."),
        "en": Message("'{key}' and '{other}' are the same field.", "Delete one of the two lines."),
    },
    "unknown-key": {
        "de": Message("Das Feld '{key}' gibt es nicht.", "Möglich sind: {keys}."),
        "en": Message("There is no field '{key}'.", "Possible are: {keys}."),
    },
    "unknown-key-near": {
        "de": Message("Das Feld '{key}' gibt es nicht.", "Meinten Sie '{near}'?"),
        "en": Message("There is no field '{key}'.", "Did you mean '{near}'?"),
    },
    "later-key": {
        "de": Message(
            "Das Feld '{key}' ist noch nicht möglich.", "Löschen Sie die Zeile; eine spätere Version kann es."
        ),
        "en": Message("The field '{key}' is not possible yet.", "Delete the line; a later version will know it."),
    },
    "missing-field": {
        "de": Message("Das Feld '{key}' (deutsch '{alias}') fehlt.", "Ergänzen Sie darüber eine Zeile '{key}: …'."),
        "en": Message("The field '{key}' is missing.", "Add a line '{key}: …' above."),
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
            "Setzen Sie den ganzen Text in einfache Anführungszeichen: '…'.",
        ),
        "en": Message(
            "Everything from this # on would be lost as a comment.",
            "Put the whole text in single quotation marks: '…'.",
        ),
    },
    "not-text": {
        "de": Message("Hier wird ein einzelner Text erwartet.", "Schreiben Sie ihn in eine Zeile, ohne Liste."),
        "en": Message("A single text is expected here.", "Write it on one line, without a list."),
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
            "Berichtigen Sie das Datum, oder verschieben Sie die Datei in den Ordner ihres Jahres.",
        ),
        "en": Message(
            "The date {date} does not agree with the year's folder {year}.",
            "Correct the date, or move the file to the folder of its year.",
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
        "de": Message("Diese Datei und {other} hätten denselben Namen.", "Benennen Sie eine der beiden Quellen um."),
        "en": Message("This file and {other} would have the same name.", "Rename one of their sources."),
    },
    # ---- body -----------------------------------------------------------------------------------------------------
    "empty-body": {
        "de": Message("Die Meldung hat keinen Text.", "Schreiben Sie ihn unter die zweite Zeile '---'."),
        "en": Message("The release has no text.", "Write it below the second line '---'."),
    },
    "raw-html": {
        "de": Message(
            "HTML ist im Text nicht erlaubt.",
            "Nehmen Sie die Auszeichnungen von Markdown; soll das Zeichen < selbst dastehen, schreiben Sie \\<.",
        ),
        "en": Message(
            "HTML is not allowed in the text.", "Use Markdown's own marks; to show the character < itself, write \\<."
        ),
    },
    "headline-in-body": {
        "de": Message(
            "Die Überschrift steht schon in 'headline'; im Text beginnen Zwischenüberschriften mit ##.",
            "Schreiben Sie ## statt #.",
        ),
        "en": Message(
            "The headline is already in 'headline'; crossheads in the text begin with ##.", "Write ## instead of #."
        ),
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
            "Schreiben Sie den Pfad der Datei (../2017/2017-12-20-….md) oder die Adresse (/2017/…/).",
        ),
        "en": Message(
            "The link '{address}' leads to nothing.",
            "Write the path of the file (../2017/2017-12-20-….md) or the address (/2017/…/).",
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
    "stray-link": {
        "de": Message(
            "Dieser Verweis oder dieses Bild bliebe als Text stehen: Die Adresse enthält ein Leerzeichen oder fehlt.",
            "Benennen Sie die Datei ohne Leerzeichen, oder schreiben Sie die Adresse so: [Text](<a b.pdf>).",
        ),
        "en": Message(
            "This link or image would stay literal text: its address has a blank or is missing.",
            "Name the file without blanks, or put the address in angle brackets: [text](<a b.pdf>).",
        ),
    },
    # ---- layouts --------------------------------------------------------------------------------------------------
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
    "letterhead": {
        "de": Message(
            "Der Briefkopf ist hier falsch: {reason}", "Berichtigen Sie die Zeile; layouts/README.md hilft weiter."
        ),
        "en": Message("The letterhead is wrong here: {reason}", "Correct the line; layouts/README.md helps."),
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
    "foreign-font": {
        "de": Message(
            "Die Briefe wären in der Schrift '{family}' gesetzt, die nicht zum Briefkopf gehört.",
            "Legen Sie die Schrift in den Ordner fonts/ und nennen Sie sie in letter.css mit @font-face.",
        ),
        "en": Message(
            "The letters would be set in the font '{family}', which does not belong to the letterhead.",
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


def told(problem: Problem, language: str) -> str:
    """The problem as a reader sees it: place, sentence, line with caret, hint."""
    what, hint = (text.format(**problem.values) for text in MESSAGES[problem.code][language])
    place = problem.location
    where = problem.path if place is None else f"{problem.path}:{place.line}:{place.column}"
    lines = [f"{where}: {what}"]
    if place is not None and place.excerpt is not None:
        lines += _excerpt(place)
    if hint:
        lines.append(f"  {'Tipp' if language == 'de' else 'Hint'}: {hint}")
    return "\n".join(lines)


def _excerpt(place: Location) -> list[str]:
    """The line, cut around the place if it is long, with a caret below."""
    text, start = place.excerpt or "", place.column - 1
    cut = max(0, start - EXCERPT // 3) if len(text) > EXCERPT else 0
    shown = text[cut : cut + EXCERPT]
    before = "… " if cut else ""
    after = " …" if cut + EXCERPT < len(text) else ""
    # Tabs stay, so that the caret stands below its character however wide they are shown.
    indent = "".join("\t" if character == "\t" else " " for character in before + text[cut:start])
    caret = "^" * max(1, min(place.width, EXCERPT - (start - cut)))
    number = str(place.line)
    gap = " " * len(number)
    return [f"  {number} | {before}{shown}{after}".rstrip(), f"  {gap} | {indent}{caret}"]
