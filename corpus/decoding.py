"""Bytes to text, whatever the encoding, and compressed streams under a cap.

Used by the readers. Never reads more than its cap, never raises on odd bytes:
text that no encoding fits is read with replacement marks, binary is refused.
"""

import gzip
import io
import re
import zlib
from typing import BinaryIO, cast

from corpus.errors import ArticleUnreadable

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Detection on the first 64 KiB is as sure as on the whole, and bounded in time.
_SAMPLE_BYTES = 1 << 16
_WESTERN_SHARE = 0.12
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes) -> str:
    """Text of `data`: by byte order mark, else UTF-8, else the encoding detected.

    Raises:
        ArticleUnreadable: the bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_by_detection(data)
    if len(_CONTROLS.findall(text[:_SAMPLE_BYTES])) > min(len(text), _SAMPLE_BYTES) // 100:
        raise ArticleUnreadable("holds binary data, not text; convert it to one of the formats read")
    return text


def read_capped(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of `stream`.

    Raises:
        ArticleUnreadable: more than `limit` bytes, empty, or damaged compression.
    """
    try:
        data = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ArticleUnreadable(f"is damaged ({error}); fetch it again") from error
    if len(data) > limit:
        raise ArticleUnreadable(f"unpacks to more than {limit:,} bytes; split it or raise the limit")
    if not data.strip(b" \t\r\n\x00"):
        raise ArticleUnreadable("is empty")
    return data


def unzipped(stream: BinaryIO) -> BinaryIO:
    """The stream inside a gzip stream, unpacked as it is read."""
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=stream))))


def _decode_by_detection(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE_BYTES]
    utf16 = _utf16_without_mark(sample)
    if utf16:
        return data.decode(utf16, "replace")
    # Detection mistakes few accents for Romanian or Czech; a page in another script is full of high bytes.
    if sum(byte > 127 for byte in sample) < _WESTERN_SHARE * len(sample):
        return data.decode("cp1252", "replace")
    best = from_bytes(sample).best()
    # Newspapers' old files are Windows-1252 far more often than anything else that fits no UTF-8.
    return data.decode(best.encoding if best else "cp1252", "replace")


def _utf16_without_mark(sample: bytes) -> str:
    """UTF-16 of Western text has a NUL in every second byte."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half > even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half > odd else ""
