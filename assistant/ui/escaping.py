"""The only way text gets into the page: escaped text, dates, and links that are http(s) or nothing.

Used by every module of this folder that writes HTML. Nothing that came from an
article, a question or a model is ever marked up in another way.
"""

import html
import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

# Joiners that emoji, Persian and Hindi need; every other format character can hide or reorder text.
JOINERS = "\u200c\u200d"
KEPT_CONTROLS = "\n\t"
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})

# No white space, quotes, angle brackets or backslashes: what is left cannot end the attribute,
# change the scheme, or be read as another host by a lenient parser.
WEB_ADDRESS = re.compile(r"https?://[^\s/?#\\\"'<>`\x00-\x20][^\s\\\"'<>`\x00-\x20]*", re.IGNORECASE)


def visible(value: str) -> str:
    """The text without the characters that can hide or reorder words (control, format, surrogate …)."""
    if value.isprintable():
        return value
    return "".join(
        c for c in value if c in KEPT_CONTROLS or c in JOINERS or unicodedata.category(c) not in UNSEEN
    )


def text(value: str) -> str:
    """Text that is safe in an element and in a quoted attribute."""
    return html.escape(visible(value), quote=True)


def day(value: date | None, unknown: str = "undated") -> str:
    """A date for the reader ("3 Aug 2023") in a `<time>`, or the word for none."""
    if value is None:
        return f'<span class="undated">{text(unknown)}</span>'
    return f'<time datetime="{value.isoformat()}">{plain_day(value)}</time>'


def plain_day(value: date) -> str:
    """A date in words, for labels and copied text: "3 Aug 2023"."""
    return f"{value.day} {value:%b %Y}"


def address(url: str) -> str:
    """The address, safe in an href, where it is http(s) and well formed; else ""."""
    return html.escape(url, quote=True) if host(url) else ""


def host(url: str) -> str:
    """The host that an http(s) address leads to, "" for every other address."""
    if not WEB_ADDRESS.fullmatch(url):
        return ""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def link(url: str, words: str) -> str:
    """The words as a link out of the page, or as plain text where the address is not http(s)."""
    return linked(url, text(words))


def linked(url: str, markup: str) -> str:
    """As `link`, around markup that is escaped already."""
    href = address(url)
    if not href:
        return markup
    return f'<a href="{href}" target="_blank" rel="noopener noreferrer nofollow">{markup}</a>'
