"""What each paragraph of an article is: heading, reporting, commentary, caption or correction.

Labels of the publication's own voice are learned from the corpus by
`learned_labels` and joined with those of the settings. Pure functions, used by
`corpus.understanding`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.article import Block, BlockKind
from corpus.cleaning import is_caption
from corpus.draft import Paragraph
from corpus.wordlists import word_set

_LABEL = re.compile(r"([A-Z][A-Z0-9’'&-]*(?: [A-Z0-9][A-Z0-9’'&-]*){0,4}):\s")
_NOT_A_VOICE = word_set(
    "MORE RELATED READ WATCH LISTEN PHOTOS PHOTO GALLERY VIDEO CORRECTION CORRECTIONS CLARIFICATION "
    "UPDATE UPDATED SOURCE SOURCES NOTE Q A Q&A BREAKING CONTACT WINNER ALSO SEE CREDIT CAPTION IMAGE"
)
_CORRECTION = re.compile(
    r"(?:corrections?(?: (?:and|&) clarifications?)?|clarifications?|updated?|"
    r"editor['’]?s['’]? note)\b ?(?:[:—–(,]|\d)"
    r"|(?:an|a previous|the) (?:earlier|previous|original)? ?(?:version|headline) of this "
    r"(?:article|story|report|post)"
    r"|this (?:article|story|report|post|piece) (?:has been|was) (?:updated|corrected|amended|"
    r"clarified|revised)"
    r"|(?:[A-Z][a-z]+ )?corrected (?:version|on)\b",
    re.IGNORECASE,
)
_CARRIES_ON = re.compile(
    r"(?:But|And|Yet|So|Still|Indeed|Thus|Again|Nor|In short|Of course|After all|Which is)\b"
)
# "And the result will be …": a forecast in the paper's own name.
_VERDICT = re.compile(r"[.?!] (?:And|But|So|That|Nor) [^.?!]{0,120}\b(?:will|would)\b")
_PLAIN_FACT = re.compile(r"\d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_ATTRIBUTED = re.compile(
    r"[“”\"]|(?<!had )(?<!has )(?<!have )(?<!been )(?<!be )(?<!not )\b"
    r"(?:said|says|told|according to|reported|announced|"
    r"asked|wrote|added|warned|argued|believes|claimed|called)\b"
)
_SEE = re.compile(r"[(\[](?:[Ss]ee|SEE|[Rr]ead)\b[^()\[\]]{0,2000}[)\]]")
_TO_YOU = re.compile(r"\b[Yy]ou(?:r|rs)?\b")
_OPENING = 3
_OPENING_MARKS = "“\"‘'«„"
_SPEAKER_LABEL = re.compile(r"(?:[A-Z][A-Z.'’ -]{1,30}|[A-Z][\w.'’-]+ [A-Z][\w'’-]+|Q|A): ")
# "‘Suicide mission’": words of the article as a heading; speech has a stop before its closing mark.
_QUOTED_HEADING = re.compile(
    r"[“\"‘'](?=[A-Z0-9])[^“”\"‘’]*(?:[’'](?=\w)[^“”\"‘’]*)*[^“”\"‘’.,;:?!…—-][”\"’']"
)
_MAX_HEADING_WORDS, _MAX_HEADING_CHARS = 14, 110
# A labelled line shorter than this is a link or a result ("WINNER: Jane Roe"), no commentary.
_MIN_COMMENT_WORDS = 12
_RECURS = 2
_MOST_COMMENTS = 4


def learned_labels(articles: Iterable[Sequence[Paragraph]]) -> frozenset[str]:
    """Labels in capitals that open paragraphs of prose again and again, and are no speakers of a
    transcript."""
    uses: Counter[str] = Counter()
    asking: set[str] = set()
    for paragraphs in articles:
        labelled = [
            (label, paragraph.text) for paragraph in paragraphs if (label := label_of(paragraph.text))
        ]
        here = Counter(label for label, _ in labelled)
        # Who asks, or speaks again and again in one article, is a party to an interview ("WHAT MATTERS: What is …?").
        asking |= {label for label, text in labelled if text.endswith("?") or here[label] > _MOST_COMMENTS}
        if here and sum(here.values()) <= max(3, len(paragraphs) // 2):
            words = {word for paragraph in paragraphs for word in re.findall(r"[A-Z][a-z]+", paragraph.text)}
            # A speaker of a transcript is named in the text as well ("the mayor, Orla Tennant").
            uses.update({label: count for label, count in here.items() if label.capitalize() not in words})
    return frozenset(label for label, count in uses.items() if count >= _RECURS and label not in asking)


def label_of(text: str) -> str:
    """The label in capitals that opens a paragraph of prose, "" if there is none."""
    match = _LABEL.match(text[:80])
    if not match or len(text.split(maxsplit=_MIN_COMMENT_WORDS)) <= _MIN_COMMENT_WORDS:
        return ""
    label = match.group(1)
    return "" if label in _NOT_A_VOICE or label.split()[0] in _NOT_A_VOICE else label


def blocks_of(paragraphs: Sequence[Paragraph], labels: frozenset[str]) -> tuple[Block, ...]:
    """A block a paragraph; offsets are those of the paragraphs joined by blank lines."""
    blocks: list[Block] = []
    start = 0
    for place, paragraph in enumerate(paragraphs):
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        kind, label = _kind(paragraph, following, labels, first=place == 0)
        blocks.append(Block(start, start + len(paragraph.text), kind, label))
        start += len(paragraph.text) + 2
    if any(block.label for block in blocks):
        return tuple(_with_unlabelled_voice(paragraphs, blocks))
    return tuple(blocks)


def _with_unlabelled_voice(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> list[Block]:
    """Where a publication labels its voice, find the paragraphs without a label in which it goes on or opens.

    Only paragraphs that quote and attribute nothing: one that carries a comment on with a conjunction, and a
    verdict on what will come among the first three.
    """
    voiced = list(blocks)
    for place, (paragraph, block) in enumerate(zip(paragraphs, blocks, strict=True)):
        if block.kind != "reporting" or _ATTRIBUTED.search(_without_brackets(paragraph.text)):
            continue
        carried_on = place and voiced[place - 1].kind == "commentary" and _CARRIES_ON.match(paragraph.text)
        verdict = (
            0 < place < _OPENING
            and _VERDICT.search(paragraph.text)
            and not _PLAIN_FACT.search(paragraph.text)
        )
        if carried_on or verdict:
            voiced[place] = replace(block, kind="commentary")
    return voiced


def _without_brackets(text: str) -> str:
    return re.sub(r"\((?:[Ss]ee|SEE)\b[^()]{0,2000}\)", "", text)


def _is_voice(text: str, label: str) -> bool:
    """Whether a paragraph with a label of its own comments: it points to earlier articles, and attributes nothing."""
    return bool(_SEE.search(text)) and not _ATTRIBUTED.search(_without_brackets(text[len(label) :]))


def _kind(
    paragraph: Paragraph, following: Paragraph | None, labels: frozenset[str], *, first: bool
) -> tuple[BlockKind, str]:
    label = label_of(paragraph.text)
    if label in labels or (label and not first and _is_voice(paragraph.text, label)):
        return "commentary", label
    if _CORRECTION.match(paragraph.text):
        return "correction", ""
    if paragraph.hint == "caption" or is_caption(paragraph.text):
        return "caption", ""
    if paragraph.hint == "heading" or (following and _is_heading(paragraph.text, following.text)):
        return "heading", ""
    return "reporting", ""


def _is_heading(text: str, following: str) -> bool:
    """Whether a line of plain text heads what follows: short, without a full stop, before prose."""
    if len(text) > _MAX_HEADING_CHARS or len(text.split()) > _MAX_HEADING_WORDS:
        return False
    if _QUOTED_HEADING.fullmatch(text):
        return (
            following[0] not in _OPENING_MARKS
            and len(following) > 2 * len(text)
            and following[-1] in ".!?”\"’')"
        )
    if (
        text[-1] in '.,;:…—–-”"’)'
        or not any(char.isalpha() for char in text)
        or not (text[0].isupper() or text[0].isdigit())
    ):
        return False
    asked = text[-1] == "?" and (following[0] in _OPENING_MARKS or _TO_YOU.search(text))
    if asked or _SPEAKER_LABEL.match(text):
        # Of a transcript; or a question of an interview, answered in the next paragraph.
        return False
    return len(following) > len(text) and following[-1] in '.!?”"’):'
