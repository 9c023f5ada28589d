"""An answer as plain text for a terminal: sentences with numbers, what to know beside them, then the sources.

Used by app.py alone; it prints nothing itself.
"""

from collections.abc import Iterable

from assistant.answer import Answer, Citation, Sentence
from assistant.ui.lines import day_in_words, origin_of, wrapped
from index.passage import Filters, Hit


def answer_as_text(answer: Answer) -> str:
    """Sentences with numbers, then the sources; or "the corpus does not say" with what is nearest."""
    parts = [_understood(answer)]
    if answer.outcome == "abstained":
        parts += ["The corpus does not say.", *(wrapped(note.text) for note in answer.notes)]
        parts += _nearest(answer.nearest)
    else:
        parts += _numbered(answer)
    parts += [wrapped(line, first="· ", indent="  ") for line in answer.advice]
    return "\n".join(part for part in parts if part)


def _understood(answer: Answer) -> str:
    limits = _limits(answer.filters)
    rewritten = answer.standalone if answer.standalone != answer.question else ""
    return "  ".join(part for part in (rewritten and f"({rewritten})", limits and f"[{limits}]") if part)


def _limits(filters: Filters) -> str:
    named = (("as of", filters.as_of), ("since", filters.since), ("until", filters.until))
    days = [f"{name} {day_in_words(day)}" for name, day in named if day]
    return ", ".join([*days, *filters.publications, *filters.sections])


def _numbered(answer: Answer) -> list[str]:
    sources: dict[Citation, int] = {}
    lines = []
    for sentence in answer.sentences:
        lines.append(
            wrapped(f"{_place(sentence)}{sentence.text} {_marks(sentence.citations, sources)}".strip())
        )
    for note in answer.notes:
        lines.append(
            wrapped(f"{note.text} {_marks(note.citations, sources)}".strip(), first="· ", indent="  ")
        )
    if answer.short:
        lines.insert(0, f"{answer.short}\n")
    if answer.outcome == "uncertain":
        lines.insert(0, f"Uncertain ({answer.confidence:.0%}): check the words cited.")
    return [*lines, "", *(_source(number, citation) for citation, number in sources.items())]


def _marks(citations: Iterable[Citation], sources: dict[Citation, int]) -> str:
    """The numbers of the citations, new ones given the next."""
    return "".join(f"[{sources.setdefault(citation, len(sources) + 1)}]" for citation in citations)


def _place(sentence: Sentence) -> str:
    """Before an entry of a timeline its day, or its month where the day is not known; else the part it belongs to."""
    if sentence.day and not sentence.label:
        return f"{day_in_words(sentence.day)}: "
    return f"{sentence.label}: " if sentence.label else ""


def _source(number: int, citation: Citation) -> str:
    origin = origin_of(citation.publication, citation.published)
    head = f"[{number}] {citation.title or citation.article_id} ({origin})"
    voice = f"{citation.speaker}: " if citation.speaker else ""
    return "\n".join(
        (
            wrapped(head, indent="    ", first=""),
            wrapped(f"{voice}“{citation.quote}”", indent="    "),
            f"    {citation.article_id} {citation.start}–{citation.end}",
        )
    )


def _nearest(hits: Iterable[Hit]) -> list[str]:
    lines = [
        f"  {hit.passage.title or hit.passage.article_id} "
        f"({origin_of(hit.passage.publication, hit.passage.published)}) {hit.passage.article_id}"
        for hit in hits
    ]
    return ["Nearest articles:", *lines] if lines else []
