"""What WeasyPrint 70 leaves undone for a letter to be PDF/A-2a and PDF/UA-1 at once.

- The claim of both standards in one file.
- Running heads and the repeated head of a long table are tagged as text, outside of the reading order or twice. Here
  they are artifacts, as is what the HTML calls decoration.
- The structure tree: see `structure`.

- The hyphen of a divided word is a soft one (ISO 32000-1, 14.8.2.2.3), so that the word is read and found whole.

It replaces three functions of WeasyPrint while one letter is written, which is why the version is pinned:
`Stream.marked`, which every text and image passes when it is painted, `pdf.build_fonts_dictionary` and `pdf.add_tags`.
List markers are painted in their place.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from weasyprint import Document, pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

from pressgen.outputs import structure
from pressgen.outputs.structure import Structure

VARIANT = "pdf/a-2a"

PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""The claim of PDF/UA-1, and the extension schema by which PDF/A allows it (ISO 19005-2, 6.6.2.3.2)."""


HYPHEN, SOFT_HYPHEN = "\N{HYPHEN}", "\N{SOFT HYPHEN}"
"""What WeasyPrint draws where it divides a word, unless the style sheet says another character; and what it means."""


def written(document: Document, *, hyphens: bool = False) -> bytes:
    """The document as a PDF that claims PDF/A-2a and PDF/UA-1. Has its own text `hyphens` (U+2010), they stay some."""
    generate = document.metadata.generate_rdf_metadata

    # Spliced as bytes: WeasyPrint's own way makes a second RDF, and ElementTree renames the prefixes; both fail PDF/A.
    def both_claims(*arguments: object) -> bytes:
        rdf: bytes = generate(*arguments)
        return rdf.replace(b"</rdf:RDF>", PDF_UA + b"</rdf:RDF>")

    document.metadata.generate_rdf_metadata = both_claims
    with _tagging(document, hyphens):
        data: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return data


@contextlib.contextmanager
def _tagging(document: Document, hyphens: bool) -> Iterator[None]:
    """Let WeasyPrint tag one document as `structure` says."""
    marked, add_tags, build_fonts = Stream.marked, pdf.add_tags, pdf.build_fonts_dictionary
    artifacts = _artifacts(document)

    def marked_or_artifact(stream: Any, box: Any, tag: str) -> Any:
        if box not in artifacts:
            return marked(stream, box, tag)
        return _furniture(stream, artifacts[box]) if artifacts[box] else stream.artifact()

    def structured(file: Any, document: Document, version: object, streams: list[Any]) -> None:
        Structure(file, document).add(streams)

    def softened(file: Any, fonts: Any, *rest: Any) -> Any:
        for font in fonts.values():
            for glyph, text in font.to_unicode.items():
                if text == HYPHEN and not hyphens:
                    font.to_unicode[glyph] = SOFT_HYPHEN
        return build_fonts(file, fonts, *rest)

    Stream.marked, pdf.add_tags, pdf.build_fonts_dictionary = marked_or_artifact, structured, softened
    try:
        yield
    finally:
        Stream.marked, pdf.add_tags, pdf.build_fonts_dictionary = marked, add_tags, build_fonts


@contextlib.contextmanager
def _furniture(stream: Any, side: str) -> Iterator[None]:
    """What is painted now is a running head or foot (ISO 14289-1, 7.8): `side` is /Header or /Footer."""
    stream.begin_marked_content("Artifact", f"<</Type/Pagination/Subtype{side}>>")
    try:
        yield
    finally:
        stream.end_marked_content()


def _artifacts(document: Document) -> dict[Any, str]:
    """The boxes that are not read aloud: running heads and feet, a table's head from its second page on, decoration.

    With each, whether it is a /Header or /Footer; empty if it is neither.
    """
    found: dict[Any, str] = {}
    heads = set()
    for page in document.pages:
        for box in page._page_box.descendants():
            box = box._box if isinstance(box, AbsolutePlaceholder) else box
            is_head = isinstance(box, boxes.TableRowGroupBox) and box.is_header
            if isinstance(box, boxes.MarginBox) or (is_head and box.element in heads) or structure.is_decoration(box):
                edge = getattr(box, "at_keyword", "")
                side = {"@top": "/Header", "@bot": "/Footer"}.get(edge[:4], "")
                inside = box.descendants() if isinstance(box, boxes.ParentBox) else ()
                found |= dict.fromkeys((box, *inside), side)
            elif is_head:
                heads.add(box.element)
            elif box.is_outside_marker:
                # All is laid out by now. Painted as absolutely positioned, it would come after the whole text.
                box.style["position"] = "static"
    return found
