"""What WeasyPrint 70 leaves undone for a letter to be PDF/A-2a and PDF/UA-1 at once.

Three things are wrong in its tags, each told by veraPDF:

- Running heads and the repeated head of a long table are tagged as text, outside of the reading order or twice. Here
  they are artifacts.
- An element that a page break splits becomes two (WeasyPrint #2902, #2903). Here it is one.
- Header cells have no scope, and point to cells of their own page only; a list item with paragraphs has no body.

It replaces two functions of WeasyPrint while one letter is drawn: `Stream.marked`, which every text and image passes
when it is painted, and `tags._build_box_tree`, which every box passes when it is tagged. Hence the pinned version.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

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


def written(document: Document) -> bytes:
    """The document as a PDF that claims PDF/A-2a and PDF/UA-1."""
    generate = document.metadata.generate_rdf_metadata

    # Spliced as bytes: WeasyPrint's own way makes a second RDF, and ElementTree renames the prefixes; both fail PDF/A.
    def both_claims(*arguments: object) -> bytes:
        rdf: bytes = generate(*arguments)
        return rdf.replace(b"</rdf:RDF>", PDF_UA + b"</rdf:RDF>")

    document.metadata.generate_rdf_metadata = both_claims
    letter = _Tagging(document)
    with letter.patched():
        data: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=letter.finish)
    return data


class _Tagging:
    """The tags of one document."""

    def __init__(self, document: Document) -> None:
        self.artifacts = set(_artifacts(document))
        self.owners: dict[int, tuple[Any, str]] = {}
        """Which HTML element a structure element stands for: by id of the latter, the former and its tag."""
        self.kept: list[Any] = []
        """Keeps the structure elements alive, so that their ids stay theirs."""

    @contextlib.contextmanager
    def patched(self) -> Iterator[None]:
        """Replace WeasyPrint's two functions."""
        marked, build_box_tree = Stream.marked, tags._build_box_tree

        def marked_or_artifact(stream: Any, box: Any, tag: str) -> Any:
            return stream.artifact() if box in self.artifacts else marked(stream, box, tag)

        def traced(box: Any, *arguments: Any) -> Iterator[Any]:
            real = box._box if isinstance(box, AbsolutePlaceholder) else box
            if real in self.artifacts:
                # The table's own code still looks for the marks of its header cells.
                for cell in real.descendants() if isinstance(real, boxes.ParentBox) else ():
                    cell.mark = pydyf.Dictionary({"A": pydyf.Dictionary()})
                return
            for element in build_box_tree(box, *arguments):
                if real.element is not None and id(element) not in self.owners:
                    self.owners[id(element)] = (real.element, real.element_tag)
                    self.kept.append(element)
                yield element

        Stream.marked, tags._build_box_tree = marked_or_artifact, traced
        try:
            yield
        finally:
            Stream.marked, tags._build_box_tree = marked, build_box_tree

    def finish(self, _: Document, pdf: pydyf.PDF) -> None:
        """Mend the structure tree, right before the file is written."""
        tree = _Tree(pdf)
        self.merge(tree, tree.document)
        for element in list(tree.elements(tree.document)):
            if element["S"] == "/LI":
                tree.give_body(element)
            elif element["S"] in ("/TH", "/TD"):
                # Headers of one page only; the scope says the same for all (ISO 14289-1, 7.5).
                element["A"].pop("Headers", None)
                element.pop("ID", None)
                if element["S"] == "/TH":
                    cell = self.owners[id(element)][0]
                    element["A"]["Scope"] = "/Row" if cell.get("scope") == "row" else "/Column"

    def merge(self, tree: _Tree, parent: Any) -> None:
        """Neighbours that stand for one HTML element become the first of them, all the way down."""
        last: Any = None
        kept = []
        for child in parent["K"]:
            element = tree.element(child)
            owner = self.owners.get(id(element))
            if last is not None and owner is not None and owner == self.owners.get(id(last)):
                tree.move_children(element, last)
                continue
            kept.append(child)
            last = element
        parent["K"][:] = kept
        for child in kept:
            if (element := tree.element(child)) is not None:
                self.merge(tree, element)


class _Tree:
    """The structure tree of a PDF, as pydyf holds it: elements are dictionaries, children are references to objects."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = next(o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/StructTreeRoot")
        self.document = self.object(self.root["K"][0])

    def object(self, reference: bytes | str) -> Any:
        number = reference.split()[0]  # "12 0 R"
        return self.pdf.objects[int(number)]

    def element(self, child: Any) -> Any:
        """The structure element that a child is; None for marked content and for annotations."""
        if not isinstance(child, bytes | str):
            return None
        found = self.object(child)
        return found if found.get("Type") == "/StructElem" else None

    def elements(self, parent: Any) -> Iterator[Any]:
        """All elements below one."""
        for child in list(parent["K"]):
            if (element := self.element(child)) is not None:
                yield element
                yield from self.elements(element)

    def move_children(self, source: Any, target: Any) -> None:
        """Append the children of one element to another, which may be on another page."""
        for child in source["K"]:
            if (element := self.element(child)) is not None:
                element["P"] = target.reference
            # A bare number means content of the element's own page.
            elif isinstance(child, int):
                child = pydyf.Dictionary({"Type": "/MCR", "Pg": source["Pg"], "MCID": child})
            target["K"].append(child)
        source["K"].clear()
        self.redirect(source.reference, target.reference)

    def redirect(self, old: bytes, new: bytes) -> None:
        """Let the way back from content to its element lead to another one."""
        numbers = self.object(self.root["ParentTree"])["Nums"]
        for index, entry in enumerate(numbers):
            if isinstance(entry, list):
                entry[:] = [new if reference == old else reference for reference in entry]
            elif entry == old:
                numbers[index] = new

    def give_body(self, item: Any) -> None:
        """Put all of a list item but its label into one body (ISO 14289-1, 7.2)."""
        labels = [child for child in item["K"] if self.kind(child) == "/Lbl"]
        rest = [child for child in item["K"] if self.kind(child) != "/Lbl"]
        if not rest or all(self.kind(child) == "/LBody" for child in rest):
            return
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(rest), "Pg": item["Pg"], "P": item.reference}
        )
        self.pdf.add_object(body)
        for child in rest:
            if (element := self.element(child)) is not None:
                element["P"] = body.reference
        item["K"][:] = [*labels, body.reference]

    def kind(self, child: Any) -> str | None:
        element = self.element(child)
        return None if element is None else element["S"]


def _artifacts(document: Document) -> Iterator[Any]:
    """Every box that repeats what was said: running heads and feet, and the head of a table from its second page on."""
    heads = set()
    for page in document.pages:
        for box in page._page_box.descendants():
            again = isinstance(box, boxes.TableRowGroupBox) and box.is_header and box.element in heads
            if isinstance(box, boxes.MarginBox) or again:
                yield box
                yield from box.descendants()
            elif isinstance(box, boxes.TableRowGroupBox) and box.is_header:
                heads.add(box.element)
