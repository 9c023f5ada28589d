"""The names under which records, front matter and mail keep an article's fields, and how values become
strings.

Used by the readers of `records` and `markdown`. Never judges a date or an id:
that is `corpus.dating` and `corpus.identity`.
"""

import datetime
import math
from collections.abc import Mapping
from typing import Any

# The keys of DESIGN.md's contract first, then what common exports call the same thing.
KEYS: dict[str, tuple[str, ...]] = {
    "id": ("id", "doc_id", "article_id", "docid", "uid", "guid", "slug"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "article", "maintext"),
    "published": (
        "published",
        "published_at",
        "publish_date",
        "date",
        "publishedat",
        "date_publish",
        "pubdate",
        "datepublished",
    ),
    "updated": ("updated", "updated_at", "modified", "date_modify", "datemodified", "lastmod"),
    "authors": ("authors", "author", "byline", "by"),
    "publication": ("source", "publication", "publisher", "outlet", "source_name", "sitename", "site_name"),
    "section": ("section", "category", "categories"),
    "url": ("url", "link", "canonical", "permalink"),
    "language": ("language", "lang"),
}


def field(record: Mapping[str, Any], name: str) -> str:
    """The value of a field as a string, "" where none of its keys holds one."""
    for key in KEYS[name]:
        text = as_text(record.get(key))
        if text:
            return text
    return ""


def authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Authors as given: a list of names or of objects with a name, or one string (not split: names hold
    commas)."""
    for key in KEYS["authors"]:
        value = record.get(key)
        names = value if isinstance(value, list) else [value]
        found = tuple(text for text in map(as_text, names) if text)
        if found:
            return found
    return ()


def as_text(value: Any) -> str:
    """A scalar as text; of an object its name, of a list its first; "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, int | float | datetime.date):
        return str(value)
    if isinstance(value, Mapping):
        return as_text(value.get("name") or value.get("title"))
    if isinstance(value, list) and value:
        return as_text(value[0])
    return ""


def lowered(record: Mapping[Any, Any]) -> dict[str, Any]:
    """The record with its keys in lower case, the first of each kept."""
    plain: dict[str, Any] = {}
    for key, value in record.items():
        plain.setdefault(str(key).lower(), value)
    return plain
