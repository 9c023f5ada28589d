"""The JSON of the command line: what `ask`, `search` and `show` print. Other programs read it, so keys only join.

Used by app.py and `eval`. Plain dictionaries of JSON types; never does any work.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.answer import Answer, Citation, Note, Sentence, filters_as_json
from corpus.article import Article
from corpus.versions import Version
from index.passage import Found, Hit


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """An answer as DESIGN.md lays it down; "advice" and what follows it come after the fixed keys."""
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "filters": filters_as_json(answer.filters),
        "outcome": answer.outcome,
        "confidence": round(answer.confidence, 4),
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "nearest": [_hit(hit) for hit in answer.nearest],
        "generation": answer.generation,
        "timings_ms": _rounded(answer.timings_ms),
        "advice": list(answer.advice),
        "refused": [_sentence(sentence) | {"reason": sentence.failed} for sentence in answer.refused],
        "author": answer.author,
        "short": answer.short,
        "short_citation": _citation(answer.short_citation) if answer.short_citation else None,
        "form": answer.form,
        "notes": [_note(note) for note in answer.notes],
        "speaker": answer.speaker,
        "sought": answer.sought,
    }


def search_as_json(found: Found) -> dict[str, Any]:
    """The hits of one search, best first."""
    return {
        "query": found.query,
        "filters": filters_as_json(found.filters),
        "hits": [_hit(hit) for hit in found.hits],
        "generation": found.generation,
        "timings_ms": _rounded(found.timings_ms),
    }


def versions_as_json(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The versions of a story, newest first, each with the paragraphs that the one before it had or had not."""
    return [
        {
            "id": version.article_id,
            "title": version.title,
            "publication": version.publication,
            "published": _day(version.published),
            "gone": list(version.gone),
            "come": list(version.come),
        }
        for version in versions
    ]


def article_as_json(article: Article) -> dict[str, Any]:
    """An article with its blocks, quotations and references, spans as offsets into "text"."""
    return {
        "id": article.id,
        "title": article.title,
        "published": _day(article.published),
        "published_from": article.published_from,
        "updated": _day(article.updated),
        "updated_from": article.updated_from,
        "authors": list(article.authors),
        "publication": article.publication,
        "section": article.section,
        "url": article.url,
        "language": article.language,
        "text": article.text,
        "blocks": [
            {"start": block.start, "end": block.end, "kind": block.kind, "label": block.label}
            for block in article.blocks
        ],
        "quotations": [
            {
                "start": quotation.start,
                "end": quotation.end,
                "text": article.text[quotation.start : quotation.end],
                "speaker": quotation.speaker,
                "speaker_full": quotation.speaker_full,
                "role": quotation.role,
                "outlet": quotation.outlet,
            }
            for quotation in article.quotations
        ],
        "references": [
            {
                "start": reference.start,
                "end": reference.end,
                "title": reference.title,
                "published": _day(reference.published),
                "url": reference.url,
                "target": reference.target or None,
            }
            for reference in article.references
        ],
        "cuts": [{"text": cut.text, "reason": cut.reason} for cut in article.cuts],
        "family": article.family,
        "digest": article.digest,
        "source": article.source,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "citations": [_citation(citation) for citation in sentence.citations],
        "date": _day(sentence.day),
        "label": sentence.label,
        "notes": [_note(note) for note in sentence.notes],
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "kind": note.kind,
        "text": note.text,
        "citations": [_citation(citation) for citation in note.citations],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "article_id": citation.article_id,
        "title": citation.title,
        "published": _day(citation.published),
        "publication": citation.publication,
        "url": citation.url,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "speaker": citation.speaker,
        "kind": citation.kind,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "article_id": passage.article_id,
        "passage_id": passage.id,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
        "via_reference": hit.via_reference or None,
        "title": passage.title,
        "published": _day(passage.published),
        "publication": passage.publication,
        "kind": passage.kind,
        "url": passage.url,
        "heading": passage.heading,
        "speakers": list(passage.speakers),
        "versions": list(hit.versions),
        "similarity": None if hit.similarity is None else round(hit.similarity, 4),
        "bm25": None if hit.bm25 is None else round(hit.bm25, 3),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _rounded(timings: dict[str, float]) -> dict[str, float]:
    return {stage: round(milliseconds, 2) for stage, milliseconds in timings.items()}
