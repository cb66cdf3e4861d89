"""What lies on a paper before a writer makes a file of it: lines of text, and grids of cells with their merges and marks."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tick:
    """A box to be ticked; `style`: char (☑☐ …, then `char` says which), symbol (w:sym), font (a letter in a symbol font), control
    (a content control), field (a form field of the old kind). A writer that has no such thing writes the character.
    """

    on: bool
    style: str = "char"
    char: str | None = None

    @property
    def text(self) -> str:
        return self.char if self.char is not None else "☑" if self.on else "☐"


@dataclass
class Cell:
    """One cell: pieces of text and ticks; `span` columns wide; `down` is "" or begins ("start") or goes on ("on") a merge downwards.

    `runs` names how the text is cut into runs and tracked: pairs (text, "", "ins" or "del").
    """

    pieces: list[str | Tick] = field(default_factory=list)
    span: int = 1
    down: str = ""
    runs: list[tuple[str, str]] = field(default_factory=list)
    inner: "Grid | None" = None

    @property
    def text(self) -> str:
        if self.runs:
            return "".join(text for text, how in self.runs if how != "del")
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)


@dataclass
class Row:
    """A row of a grid; `kind`: head, title, unit, dots, sum, other. `meant` is the number of the unit it stands for."""

    cells: list[Cell]
    kind: str = "unit"
    meant: int | None = None
    is_hidden: bool = False
    tracked: str = ""


@dataclass
class Grid:
    """A table; `sheet` starts a sheet of this name in a workbook; `columns` are the kinds of its columns."""

    rows: list[Row] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    sheet: str = ""
    category: str = ""


@dataclass
class Text:
    """A line outside all tables; `box` puts it into a text box (twice in the file: drawing and its fall-back)."""

    text: str
    is_boxed: bool = False


@dataclass
class Paper:
    """The whole: items in order."""

    items: list[Text | Grid] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        return [item for item in self.items if isinstance(item, Grid)]

    def units(self) -> list[tuple[Grid, Row]]:
        """Every row that stands for a unit, with its grid."""
        return [(grid, row) for grid in self.grids for row in grid.rows if row.meant is not None]


def plain(text: str, **how: object) -> Cell:
    """A cell of one text."""
    return Cell([text] if text else [], **how)  # type: ignore[arg-type]
