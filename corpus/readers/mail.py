"""Mail (.eml): newsletters and forwarded articles; the subject is the title. Attachments are never opened."""

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import BinaryIO

from corpus.decoding import decode, read_capped
from corpus.draft import Draft, Paragraph, paragraphs_of
from corpus.errors import ArticleUnreadable
from corpus.readers.html import paragraphs_of_page
from corpus.settings import CorpusSettings


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft]:
    """The one draft of a message: its plain text, else its HTML part."""
    data = read_capped(stream, settings.max_article_bytes)
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ArticleUnreadable("is no mail message (no header lines)")
    name, address = parseaddr(str(message.get("From", "")))
    yield Draft(
        source=source,
        paragraphs=_paragraphs(message),
        title=str(message.get("Subject", "")),
        published=str(message.get("Date", "")),
        publication=name or address.rpartition("@")[2],
        language=str(message.get("Content-Language", "")),
    )


def _paragraphs(message: EmailMessage) -> tuple[Paragraph, ...]:
    part = message.get_body(preferencelist=("plain", "html"))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise ArticleUnreadable("has no text part")
    text = _decoded(payload, part.get_content_charset())
    return paragraphs_of_page(text) if part.get_content_type() == "text/html" else paragraphs_of(text)


def _decoded(payload: bytes, charset: str | None) -> str:
    try:
        return payload.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(payload)
