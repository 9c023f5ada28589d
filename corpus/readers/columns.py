"""Pages set in columns: lines in the order in which they are read, from a page laid out with blanks.

Used by `corpus.readers.pdf`, where a file draws its columns line by line across
the page. Pure functions over text; a page without a gutter is none of its business.
"""

from collections.abc import Sequence

# A gutter is this many blanks wide, has this many lines on both its sides, and few lines run across it.
_WIDTH, _FEWEST_LINES, _SIDES_PER_CROSSING = 3, 4, 3
# Where on a page's width a gutter is sought; indents and ragged ends lie outside.
_FROM, _TO = 0.2, 0.8
_MOST_COLUMNS = 6


def column_lines(lines: Sequence[str], most: int = _MOST_COLUMNS) -> list[str] | None:
    """The lines column by column, those that run across all columns in their place; None where there is no gutter."""
    gutter = _gutter(lines)
    if gutter is None or most < 2:
        return None
    ordered: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in [*lines, None]:
        if line is not None and not _crosses(line, gutter):
            left.append(line[:gutter].rstrip())
            right.append(line[gutter:].rstrip())
            continue
        rest = column_lines(right, most - 1)
        ordered += [*left, *(right if rest is None else rest)]
        left, right = [], []
        if line is not None:
            ordered.append(line)
    return [line.strip() for line in ordered]


def _gutter(lines: Sequence[str]) -> int | None:
    """The place of the widest agreed gap, None where the page has no columns."""
    width = max((len(line) for line in lines), default=0)
    best, most = None, 0
    for place in range(int(_FROM * width), int(_TO * width)):
        sides = sum(1 for line in lines if _parted(line, place))
        crossing = sum(1 for line in lines if _crosses(line, place))
        if sides >= _FEWEST_LINES and sides >= _SIDES_PER_CROSSING * crossing and sides > most:
            best, most = place, sides
    return best


def _parted(line: str, place: int) -> bool:
    return (
        not line[place - _WIDTH + 1 : place + 1].strip()
        and bool(line[:place].strip())
        and bool(line[place:].strip())
    )


def _crosses(line: str, place: int) -> bool:
    return bool(line[place - 1 : place + 1].strip())
