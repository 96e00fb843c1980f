"""The structure tree of a letter: what a screen reader is told, and in which order.

It takes the place of WeasyPrint's own (`weasyprint.pdf.tags.add_tags`), which makes an element of every box: a
paragraph over two pages becomes two paragraphs, a long table two tables, a nested list stands beside its item (#2902,
#2903). Here an element of the tree is an element of the HTML, however many lines and pages it is drawn on.

Kinds of elements are those of PDF 1.7 (ISO 32000-1, 14.8.4); what they must have is PDF/UA-1's (ISO 14289-1, 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER

KINDS = {
    **dict.fromkeys(("section", "main", "header", "footer", "aside", "nav"), "Sect"),
    **dict.fromkeys(("div", "figure", "address"), "Div"),
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("p", "pre"), "P"),
    **dict.fromkeys(("ul", "ol"), "L"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    **dict.fromkeys(("img", "{http://www.w3.org/2000/svg}svg"), "Figure"),
    **dict.fromkeys(("abbr", "s"), "Span"),
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "article": "Art",
    "blockquote": "BlockQuote",
    "q": "Quote",
    "code": "Code",
    "em": "Em",
    "strong": "Strong",
}
"""What an element of the HTML is. Any other is nothing of its own: what it holds belongs to the element around it."""

ROLES = {"Em": "Span", "Strong": "Span"}
"""Names of PDF 2.0, which PDF 1.7 takes for those."""


def is_decoration(box: Any) -> bool:
    """Is a box drawn, and not read aloud? As the HTML says, and any image that only the style sheet knows."""
    if box.element is None:
        return False
    if isinstance(box, boxes.ReplacedBox) and ("::" in box.element_tag or box.element.get("alt") == ""):
        return True
    return bool(box.element.get("aria-hidden") == "true")


class Structure:
    """The structure tree of one letter while it is made."""

    def __init__(self, pdf: pydyf.PDF, document: Document) -> None:
        self.pdf = pdf
        self.pages = [page._page_box for page in document.pages]
        html = next(box.element for box in self.pages[0].descendants() if box.element is not None)
        self.parents = {child: parent for parent in html.iter() for child in parent}
        self.named = {element.get("id"): element for element in html.iter()}
        self.root = self._object({"Type": "/StructTreeRoot", "RoleMap": {old: f"/{new}" for old, new in ROLES.items()}})
        self.document = self._element("Document", self.root)
        self.known: dict[Any, Any] = {html: self.document}
        """The element of the tree for one of the HTML, or what holds its content."""
        self.items: dict[Any, Any] = {}
        """LI by the HTML's li, whose content is in its LBody."""
        self.between: dict[bytes, Any] = {}
        """By reference, the elements of words between the parts of another."""
        self.notes: dict[str, Any] = {}
        self.annotations: list[tuple[Any, Any]] = []
        """Each with the element that it belongs to."""

    def add(self, streams: list[Any]) -> None:
        """Make the tree, and put it into the PDF; `streams` are the pages as they were painted."""
        numbers: list[Any] = []
        for page, stream in enumerate(streams):
            owners: dict[int, Any] = {}
            self._read(self.pages[page], page, stream._tags, owners)
            # Whatever was painted and tagged must have its place, or nobody hears it.
            assert not stream._tags
            numbers += [page, pydyf.Array(owners[number].reference for number in sorted(owners))]
        for number, (annotation, owner) in enumerate(self.annotations, len(streams)):
            annotation["StructParent"] = number
            numbers += [number, owner.reference]
        for element, made in self.known.items():
            if element.get("data-read") == "last" and made.reference in (siblings := self._around(element)["K"]):
                siblings[:] = [*(child for child in siblings if child != made.reference), made.reference]
        self.root["ParentTree"] = self._object({"Nums": pydyf.Array(numbers)}).reference
        if self.notes:
            names = pydyf.Array(part for name in sorted(self.notes) for part in (pydyf.String(name), self.notes[name]))
            self.root["IDTree"] = self._object({"Names": names}).reference
        self.pdf.catalog["StructTreeRoot"] = self.root.reference
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        if "Lang" not in self.pdf.catalog:
            LOGGER.error('Missing required "lang" attribute at the root of the document')
            self.pdf.catalog["Lang"] = pydyf.String("")

    def _read(self, box: Any, page: int, painted: dict[Any, Any], owners: dict[int, Any]) -> None:
        """Put what a box shows into the tree, in the order of the boxes, which is that of the HTML."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if box.link_annotation:
            self._link(box, page)  # also one in a repeated head, which can be clicked on every page
        if isinstance(box, boxes.TableCellBox) and box.element is not None:
            self._of(box.element)  # also an empty one: a row must have all its cells
        if mark := painted.pop(box, None):
            owner = self._of(box.element, marker=box.element_tag.endswith("::marker"))
            if owner["S"] == "/Figure" and "A" not in owner:
                owner["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": self._place(box, page)})
            owners[mark["mcid"]] = self._show(owner, page, mark["mcid"])
        for child in getattr(box, "children", ()):
            self._read(child, page, painted, owners)

    def _of(self, element: Any, *, marker: bool = False) -> Any:
        """The element of the tree that holds what stands in one of the HTML, or its list marker; made on demand."""
        if not marker and element in self.known:
            return self.known[element]
        holder = self._around(element)
        kind = KINDS.get(element.tag)
        role = element.get("role")
        language, expansion = element.get("lang"), element.tag == "abbr" and element.get("title")
        if element.tag == "li" and holder["S"] == "/L":
            item = self.items.get(element)
            if item is None:
                item = self.items[element] = self._element("LI", holder)
            if marker:
                return self._element("Lbl", item)
            made = self._element("LBody", item)
        elif role == "doc-footnote":
            made = self._element("Note", holder)
            made["ID"] = pydyf.String(name := element.get("id", str(len(self.notes))))
            self.notes[name] = made.reference
        elif element.tag == "a" and element.get("href"):
            around = {"doc-noteref": "Reference", "doc-backlink": "Lbl"}.get(role or "")
            made = self._element("Link", self._element(around, holder) if around else holder)
        elif kind == "TH" and not _words(element):
            made = self._element("TD", holder)  # an empty corner is the head of nothing
        elif kind or language or expansion:
            made = self._element(kind or "Span", holder)
        else:
            made = holder
        self.known[element] = made
        if language:
            made["Lang"] = pydyf.String(language)
        if expansion:
            made["E"] = pydyf.String(expansion)
        self._complete(made, element)
        return made

    def _around(self, element: Any) -> Any:
        return self._of(self.parents[element])

    def _complete(self, made: Any, element: Any) -> None:
        """The attributes that some kinds need."""
        kind = made["S"]
        if kind == "/Figure" and "Alt" not in made:
            title = element.find("{http://www.w3.org/2000/svg}title")
            alternative = element.get("alt") if title is None else title.text
            if alternative:
                made["Alt"] = pydyf.String(alternative)
            else:
                LOGGER.error('Image "%s" has no required alt description', element.get("src", "unknown"))
        elif kind == "/L" and element.tag in ("ul", "ol"):
            numbering = "/Decimal" if element.tag == "ol" else "/Disc"
            made["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        elif kind in ("/TH", "/TD") and element.tag in ("th", "td"):
            about = {"O": "/Table"}
            if kind == "/TH":
                about["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
            for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
                if element.get(name, "1") != "1":
                    about[key] = element.get(name)
            if len(about) > 1:
                made["A"] = pydyf.Dictionary(about)
        elif element.tag == "s":
            made["A"] = pydyf.Dictionary({"O": "/Layout", "TextDecorationType": "/LineThrough"})

    def _link(self, box: Any, page: int) -> None:
        """A piece of a link that can be clicked. All pieces are one link, with one description (7.18.5)."""
        owner, annotation = self._of(box.element), box.link_annotation
        annotation["Contents"] = pydyf.String(self._described(box.element))
        self.annotations.append((annotation, owner))
        target = {"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pdf.page_references[page]}
        owner["K"].append(pydyf.Dictionary(target))

    def _described(self, link: Any) -> str:
        """What a link leads to: its title, the note that it calls, or its own words."""
        name = link.get("href", "")[1:]
        note = self.named.get(name) if link.get("role") == "doc-noteref" else None
        return link.get("title") or _words(link if note is None else note) or link.get("href", "")

    def _show(self, owner: Any, page: int, number: int) -> Any:
        """Let an element hold a piece of marked content; the element that does in the end."""
        if any(isinstance(child, bytes) for child in owner["K"]):
            # Words between its parts become a part as well: some read an element's own words before its parts.
            words = self.between.get(owner["K"][-1])
            owner = self._element("Span", owner) if words is None else words
            self.between[owner.reference] = owner
        reference = self.pdf.page_references[page]
        # A bare number is content of the element's own page.
        alone = owner.setdefault("Pg", reference) == reference
        content = {"Type": "/MCR", "Pg": reference, "MCID": number}
        owner["K"].append(number if alone else pydyf.Dictionary(content))
        return owner

    def _place(self, box: Any, page: int) -> pydyf.Array:
        """Where a box is, in pt from the lower left corner of its page."""
        left, top, height = box.content_box_x(), box.content_box_y(), self.pages[page].margin_height()
        return pydyf.Array(
            round(number * 0.75, 2) for number in (left, height - top - box.height, left + box.width, height - top)
        )

    def _element(self, kind: str, parent: Any) -> Any:
        made = self._object({"Type": "/StructElem", "S": f"/{kind}", "P": parent.reference, "K": pydyf.Array()})
        parent.setdefault("K", pydyf.Array()).append(made.reference)
        return made

    def _object(self, content: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(
            {key: pydyf.Dictionary(value) if isinstance(value, dict) else value for key, value in content.items()}
        )
        self.pdf.add_object(made)
        return made


def _words(element: Any) -> str:
    """The words of an element of the HTML; an image's are those that stand for it."""

    def pieces(part: Any) -> Iterator[str]:
        if not isinstance(part.tag, str):  # a comment
            return
        yield part.get("alt", "") if part.tag == "img" else part.text or ""
        for child in part:
            yield from pieces(child)
            yield child.tail or ""

    return " ".join("".join(pieces(element)).split())
