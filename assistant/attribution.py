"""Whose words a sentence of an answer is, and whom its "he" means: notes in square brackets behind the article's words.

Used by `assistant.answering`. What stands in the brackets is the app's and no
part of what is quoted; where the article does not say plainly, nothing is added.
"""

import re
from collections.abc import Iterator
from datetime import date

from assistant.answer import Citation
from assistant.citations import quotations_in
from corpus.article import Article, Quotation
from corpus.bodies import is_body
from corpus.given_names import likely_gender
from corpus.names import Names, Person
from corpus.sentences import split

# Enough to know the full name of one who is named by the last name alone.
READ_BACK = 1_500
# A longer role is a sentence of its own.
ROLE_WORDS = 7
_PRONOUN = re.compile(
    r"^[“\"'‘]?(?:(?:But|And|So|Yet|Still|Then|Later)\s+)?(He|She|His|Her)\b(?!\s+(?:who|that)\b)"
)
_OWNERS = frozenset({"his", "her", "its", "their", "my", "our"})
_GENDER = {"he": "m", "his": "m", "she": "f", "her": "f"}


def notes_on(citation: Citation, article: Article, *, origin: bool) -> list[str]:
    """What the reader must know of a cited sentence: whose opinion, who speaks, who relayed it, whom "he" means.

    Args:
        origin: whether publication and day are to be told too, since the answer draws on several articles.
    """
    notes = list(_voices(citation, article))
    if meant := pronoun_meant(article, citation.start, citation.end):
        notes.append(meant)
    if origin:
        told = "" if citation.kind == "commentary" else article.publication
        notes.append(", ".join(part for part in (told, _day(article.published)) if part))
    return [note for note in notes if note]


def _voices(citation: Citation, article: Article) -> Iterator[str]:
    if citation.kind == "commentary":
        yield f"opinion of {article.publication or 'the publication'}"
    for quotation in quotations_in(article, citation.start, citation.end)[:1]:
        speaker = quotation.speaker_full or quotation.speaker
        if speaker and speaker not in citation.quote:
            role = _role(quotation)
            yield f"{speaker}, {role}" if role and role not in citation.quote else speaker
        if quotation.outlet and quotation.outlet not in f"{citation.quote} {article.publication}":
            yield f"as reported by {quotation.outlet}"


def _role(quotation: Quotation) -> str:
    """The speaker's role where it can stand by itself: "her lawyer" cannot."""
    words = quotation.role.split()
    return quotation.role if 0 < len(words) <= ROLE_WORDS and words[0].casefold() not in _OWNERS else ""


def pronoun_meant(article: Article, start: int, end: int) -> str:
    """ "He: Jon Arvid" for a sentence that opens with "He" after one that names one man alone; else ""."""
    pronoun = _PRONOUN.match(article.text[start:end])
    if pronoun is None or any(quotation.speaker for quotation in quotations_in(article, start, end)):
        return ""
    person = _named_before(article, start, _GENDER[pronoun.group(1).casefold()])
    return f"{pronoun.group(1)}: {person.name}" if person else ""


def _named_before(article: Article, position: int, gender: str) -> Person | None:
    """The one person of the sentence before, where the text or the given name shows that gender."""
    before = article.text[max(0, position - READ_BACK) : position].rstrip()
    sentences = split(before)
    if not sentences:
        return None
    start, end = sentences[-1]
    named = {
        person.name: person for person in Names(before).people_between(start, end) if person.may_be(gender)
    }
    if len(named) != 1:
        return None
    person = next(iter(named.values()))
    known = person.gender or likely_gender(person.name)
    return person if " " in person.name and known == gender and not is_body(person.name) else None


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
