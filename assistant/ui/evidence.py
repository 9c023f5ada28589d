"""The evidence panel as HTML: what a turn cites, article by article, then what was found beside it and why.

Pure functions from an entry of the conversation to one string; every word goes
through `escaping.text`. A click on anything opens the reader.
"""

from collections.abc import Sequence

from assistant.answer import Turn
from assistant.ui.catalogue import Headline
from assistant.ui.conversation import Entry, sentences_of
from assistant.ui.escaping import text
from assistant.ui.marks import byline, opening, opening_passage, source_line
from assistant.ui.numbering import Numbered, by_article
from index.passage import Hit, Passage

# An excerpt tells whether a passage is worth opening; the article itself is one click away.
EXCERPT = 240


def evidence(entry: Entry | None, newest: Sequence[Headline] = ()) -> str:
    """The panel for one entry; where there is none yet, what the panel is for and the newest articles."""
    if entry is None:
        return _empty(newest)
    notes = entry.answer.notes if isinstance(entry, Turn) else ()
    groups = by_article(sentences_of(entry), notes)
    cited = "".join(_cited(group) for group in groups.values())
    found = _others(entry.answer.nearest, set(groups)) if isinstance(entry, Turn) else ""
    heading = f'<h2>Evidence</h2><p class="for" dir="auto">{text(entry.question)}</p>'
    return f'<section class="evidence">{heading}{cited}{found}</section>'


def _empty(newest: Sequence[Headline]) -> str:
    items = "".join(
        f'<li><button type="button" class="headline" data-event="open_article" data-article="{text(one.id)}">'
        f'<span class="title" dir="auto">{text(one.title or one.id)}</span>'
        f'<span class="byline">{source_line(one.publication, one.published)}</span>'
        "</button></li>"
        for one in newest
    )
    shelf = f'<h2 class="others">Newest in the file</h2><ul class="headlines">{items}</ul>' if items else ""
    return (
        '<section class="evidence"><h2>Evidence</h2><p class="purpose">'
        "The passages an answer rests on appear here. "
        f"Choose a number in the answer to read the article at the very words.</p>{shelf}</section>"
    )


def _cited(group: Sequence[Numbered]) -> str:
    first = group[0].citation
    count = f'<span class="count">cited {len(group)} times</span>' if len(group) > 1 else ""
    quotes = "".join(_quote(entry) for entry in group)
    return (
        f'<article class="source"><h3 dir="auto">{text(first.title or first.article_id)}</h3>'
        f'<p class="byline">{byline(first)}{count}</p>{quotes}</article>'
    )


def _quote(entry: Numbered) -> str:
    citation = entry.citation
    speaker = f'<span class="speaker">{text(citation.speaker)}</span>' if citation.speaker else ""
    voice = '<span class="voice">the publication’s own voice</span>' if citation.kind == "commentary" else ""
    return (
        f'<button type="button" class="quote" {opening(citation)}><span class="number">{entry.number}</span>'
        f'<span class="words" dir="auto">{text(citation.quote)}{speaker}{voice}</span></button>'
    )


def _others(hits: Sequence[Hit], cited: set[str]) -> str:
    others = [hit for hit in hits if hit.passage.article_id not in cited]
    if not others:
        return ""
    return f'<h2 class="others">{"Also found" if cited else "Nearest found"}</h2>' + "".join(
        _found(hit) for hit in others
    )


def _found(hit: Hit) -> str:
    passage = hit.passage
    return (
        f'<article class="source other"><button type="button" class="quote" {opening_passage(passage)}>'
        f'<span class="words" dir="auto"><strong>{text(passage.title or passage.article_id)}</strong>'
        f'<span class="byline">{source_line(passage.publication, passage.published)}</span>'
        f'{text(_excerpt(passage))}<span class="why">{text(_why(hit))}</span></span></button></article>'
    )


def _excerpt(passage: Passage) -> str:
    """The passage's beginning, cut at a word."""
    if len(passage.text) <= EXCERPT:
        return passage.text
    return passage.text[:EXCERPT].rsplit(None, 1)[0] + " …"


def _why(hit: Hit) -> str:
    """Why the passage is there, in the reader's words."""
    reasons = []
    if hit.dense_rank is not None:
        reasons.append(f"no. {hit.dense_rank} by meaning")
    if hit.lexical_rank is not None:
        reasons.append(f"no. {hit.lexical_rank} by words")
    if hit.via_reference:
        reasons.append("a cited article refers to it")
    return "Found: " + ", ".join(reasons) if reasons else ""
