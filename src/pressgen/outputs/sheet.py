"""What lies where on the sheets of a letter: what sticks out, and what lies on what.

WeasyPrint lays out whatever it is given, also beyond the edge of the paper, and says nothing. Lengths are in CSS
pixels, 96 to the inch, from the top left corner of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from weasyprint import Document

TOLERANCE = 2
"""Half a millimetre: nobody sees less, and a line that is set tight is a little lower than its text area."""

MM = 96 / 25.4


class Piece(NamedTuple):
    """A line of text or an image of a letter, where it was drawn."""

    words: str
    """Of an image its alternative text."""
    page: int
    """1-based."""
    left: float
    top: float
    right: float
    bottom: float
    layer: int
    """0 for what flows; the same number for all in one box that is positioned by itself, or in the page's margin."""
    excess: float
    """By how much it is wider or lower than it has room; 0 if it fits."""
    table: bool
    """Is it in a table that is too wide?"""
    image: bool

    def on(self, other: Piece) -> bool:
        """Does one hide the other?"""
        return (
            min(self.right, other.right) - max(self.left, other.left) > TOLERANCE
            and min(self.bottom, other.bottom) - max(self.top, other.top) > TOLERANCE
        )


def pieces(document: Document) -> list[Piece]:
    """Everything that can be read on a letter's sheets, but for what is clipped or turned: it is meant to be odd."""
    found: list[Piece] = []
    for number, page in enumerate(document.pages, 1):
        found += _Page(number, page._page_box).pieces()
    return found


def sticking_out(found: list[Piece]) -> Iterator[Piece]:
    """The first piece of every page that has no room on it, one for its tables and one for the rest; `excess` is that
    of the one that sticks out most.
    """
    worst: dict[tuple[int, bool], Piece] = {}
    for piece in found:
        if piece.excess:
            first = worst.setdefault((piece.page, piece.table), piece)
            worst[piece.page, piece.table] = first._replace(excess=max(first.excess, piece.excess))
    yield from worst.values()


def hidden(found: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Lines of text that lie on others, in pairs: one of a box that is positioned by itself, one of something else."""
    lines = [piece for piece in found if not piece.image]
    placed = [piece for piece in lines if piece.layer]
    for piece in placed:
        beside = [other for other in lines if other.top < piece.bottom and piece.top < other.bottom]  # a few
        for other in beside:
            if other.page == piece.page and other.layer != piece.layer and piece.on(other):
                yield piece, other


def crowded(found: list[Piece]) -> bool:
    """Is there a box beside the text that does not fit where it is positioned?"""
    return any(piece.excess and piece.layer for piece in found) or any(hidden(found))


class _Room(NamedTuple):
    """Where a box may be, and what is known of it already."""

    edge: float
    """Of the block around it, to the right."""
    limit: float
    """Of the text area, or of the positioned box around it: so far to the right what is wider than its block may go."""
    layer: int
    too_wide: bool
    table: bool


class _Page:
    """One page of a letter."""

    def __init__(self, number: int, box: Any) -> None:
        self.number = number
        self.box = box
        self.layers = 0
        # 1 s: only where a letter is drawn.
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout.absolute import AbsolutePlaceholder

        self.boxes, self.placeholder = boxes, AbsolutePlaceholder

    def pieces(self) -> Iterator[Piece]:
        right = self.box.content_box_x() + self.box.width
        for child in self.box.children:
            yield from self.below(child, _Room(right, right, 0, too_wide=False, table=False))

    def below(self, box: Any, room: _Room) -> Iterator[Piece]:
        """The pieces of a box."""
        boxes = self.boxes
        positioned = isinstance(box, self.placeholder)
        box = box._box if positioned else box
        style = box.style
        clipped = style["overflow"] != "visible" and not isinstance(box, boxes.ReplacedBox)  # of images all is shown
        if clipped or style["visibility"] != "visible" or style["transform"]:
            return
        if positioned or isinstance(box, boxes.MarginBox):
            self.layers += not room.layer
            edge = box.content_box_x() + box.width if isinstance(box, boxes.BlockContainerBox) else room.edge
            room = _Room(edge, edge, room.layer or self.layers, too_wide=False, table=False)
        if isinstance(box, boxes.TextBox):
            if box.text.strip():
                yield self.piece(box.text, box, box.width, box.height, room)
        elif isinstance(box, boxes.ReplacedBox):
            words = box.element.get("alt", "") if box.element is not None else ""
            yield self.piece(words, box, box.margin_width(), box.margin_height(), room, image=True)
        else:
            if isinstance(box, boxes.BlockLevelBox) and not positioned and not _moved(box):
                wide = box.position_x + box.margin_width() > room.edge + TOLERANCE
                room = room._replace(
                    too_wide=room.too_wide or wide, table=room.table or (wide and box.is_table_wrapper)
                )
            if isinstance(box, boxes.BlockContainerBox):
                room = room._replace(edge=box.content_box_x() + box.width)
            for child in box.children:
                yield from self.below(child, room)

    def piece(self, words: str, box: Any, width: float, height: float, room: _Room, *, image: bool = False) -> Piece:
        left, top = box.position_x, box.position_y
        right, bottom = left + width, top + height
        excess = right - room.limit if room.too_wide or right > room.edge + TOLERANCE else 0
        sheet = (self.box.margin_width(), self.box.margin_height())
        # What lies beside the sheet with all of itself is there for a screen reader.
        if right > 0 and bottom > 0 and left < sheet[0] and top < sheet[1]:
            excess = max(excess, -left, -top, right - sheet[0], bottom - sheet[1])
        if not room.layer:
            excess = max(excess, bottom - self.box.content_box_y() - self.box.height)
        return Piece(
            words=" ".join(words.split()),
            page=self.number,
            left=left,
            top=top,
            right=right,
            bottom=bottom,
            layer=room.layer,
            excess=excess if excess > TOLERANCE else 0,
            table=room.table,
            image=image,
        )


def _moved(box: Any) -> bool:
    """Did the letterhead draw it elsewhere than it flows?"""
    style = box.style
    return style["position"] == "relative" and any(style[s] != "auto" for s in ("left", "right", "top", "bottom"))
