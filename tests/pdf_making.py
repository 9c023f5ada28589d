"""PDF files for tests, written out by hand: pages of text lines, each at its place.

Used by the tests of the readers. Knows Latin-1 text in one font, and no more.
"""

from collections.abc import Sequence

Line = tuple[int, int, str]


def pdf_of(pages: Sequence[Sequence[Line]], **information: str) -> bytes:
    """A PDF of `pages`; a line is (x, y, text), points from the lower left corner, drawn in the order given."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        stream = b"BT /F1 10 Tf " + b" ".join(map(_drawn, lines)) + b" ET"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R"
        objects.append(f"{page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    told = b" ".join(b"/%s (%s)" % (key.encode(), _escaped(value)) for key, value in information.items())
    return _file_of([*objects, b"<< %s >>" % told])


def _drawn(line: Line) -> bytes:
    x, y, text = line
    return b"1 0 0 1 %d %d Tm (%s) Tj" % (x, y, _escaped(text))


def _escaped(text: str) -> bytes:
    plain = text.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file_of(objects: Sequence[bytes]) -> bytes:
    data, table, size = b"%PDF-1.4\n", b"", len(objects) + 1
    for number, each in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>" % (size, size - 1)
    place = len(data)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        trailer,
        place,
    )
