"""The conversation as HTML: questions, what was understood, the answer in its form, and its controls.

Pure functions from the entries of `assistant.ui.conversation` to one string.
Every word goes through `escaping.text`; numbers and controls are the page's own.
"""

from collections.abc import Sequence

from assistant.answer import Answer, Note, Sentence, Turn
from assistant.ui.chips import chips, reading
from assistant.ui.conversation import Asked, Draft, Entry, sentences_of
from assistant.ui.escaping import day, text
from assistant.ui.exporting import as_text
from assistant.ui.judging import judging
from assistant.ui.marks import marks, opening_passage
from assistant.ui.numbering import Numbered, Span, by_article, numbered, numbered_of
from assistant.ui.prose import prose
from index.passage import Filters

# What must be read before the answer, and what belongs after it.
NOTES_BEFORE = ("false_premise", "widened", "period")
NOTE_NAMES = {
    "disagreement": "Sources differ",
    "superseded": "Superseded",
    "false_premise": "Not in the articles",
    "widened": "Searched more widely",
    "period": "Time read from an event",
    "forecast": "What came of it",
}


def conversation(entries: Sequence[Entry], welcome: str, judged: bool = False) -> str:
    """All turns, oldest first; the welcome on an empty page. `judged`: whether this server takes feedback."""
    if not entries:
        return welcome
    last = len(entries) - 1
    return "".join(_turn(entry, number, number == last, judged) for number, entry in enumerate(entries))


def _turn(entry: Entry, number: int, is_last: bool, judged: bool) -> str:
    body = _draft(entry) if isinstance(entry, Draft) else _answer(entry)
    feedback = judging(entry, number) if judged and isinstance(entry, Asked) else ""
    return (
        f'<article class="turn" data-turn="{number}">'
        f'<h2 class="question" dir="auto">{text(entry.question)}</h2>'
        f'{body}<div class="under">{_controls(entry, number, is_last)}{feedback}</div></article>'
    )


def _draft(draft: Draft) -> str:
    said = prose(draft.sentences, numbered(draft.sentences))
    if draft.failed:
        return f'{said}<p class="notice failed" role="alert">{text(draft.failed)}</p>'
    if draft.stopped:
        return f'{said}<p class="notice">Stopped before the answer was whole.</p>'
    dots = '<span class="dots" aria-hidden="true"></span>'
    return f'{said}<p class="stage" role="status">{dots}{text(draft.stage)}</p>'


def _answer(turn: Turn) -> str:
    answer = turn.answer
    numbers = numbered_of(answer)
    before = _notes([note for note in answer.notes if note.kind in NOTES_BEFORE], numbers)
    after = _notes([note for note in answer.notes if note.kind not in NOTES_BEFORE], numbers)
    if answer.outcome == "abstained":
        said = _abstained(turn)
    else:
        said = _doubt(answer) + _short(answer, numbers) + prose(answer.sentences, numbers, _flows(answer))
    advice = _advice(answer.advice)
    return _understood(answer) + before + said + after + advice + _refused(answer.refused)


def _flows(answer: Answer) -> bool:
    """Whether the sentences were written to be read as one text."""
    return answer.author != "extractive" and answer.form == "answer"


def _doubt(answer: Answer) -> str:
    if answer.outcome != "uncertain":
        return ""
    return '<p class="notice uncertain">An uncertain answer: read its sources before you rely on it.</p>'


def _short(answer: Answer, numbers: dict[Span, Numbered]) -> str:
    if not answer.short:
        return ""
    cited = [answer.short_citation] if answer.short_citation else []
    return f'<p class="short" dir="auto">{text(answer.short)}{marks(cited, numbers)}</p>'


def _understood(answer: Answer) -> str:
    """What was searched, where it is not simply what was asked."""
    rewritten = answer.standalone.strip() and answer.standalone.strip() != answer.question.strip()
    words = (
        f'<span class="searched" dir="auto">Searched: {text(answer.standalone)}</span>' if rewritten else ""
    )
    found = words + chips(answer.filters) + reading(answer.speaker, answer.sought, answer.standalone)
    return f'<div class="understood">{found}</div>' if found else ""


def _notes(notes: Sequence[Note], numbers: dict[Span, Numbered]) -> str:
    return "".join(
        f'<p class="notice note {text(note.kind)}" dir="auto"><strong>{NOTE_NAMES[note.kind]}.</strong> '
        f"{text(note.text)}{marks(note.citations, numbers)}</p>"
        for note in notes
    )


def _abstained(turn: Turn) -> str:
    nearest = "".join(
        f'<li><button type="button" class="nearest" {opening_passage(hit.passage)}>'
        f'<span dir="auto">{text(hit.passage.title or hit.passage.article_id)}</span> '
        f"<small>{day(hit.passage.published)}</small></button></li>"
        for hit in turn.answer.nearest
    )
    shelf = f"<p>The nearest articles, which may not answer it:</p><ul>{nearest}</ul>" if nearest else ""
    return f'<section class="abstained"><h3>The corpus does not say.</h3>{shelf}{_ways_on(turn)}</section>'


def _ways_on(turn: Turn) -> str:
    """Buttons that ask again with less in the way; only for filters that the reader set, each by itself."""
    given = turn.given if isinstance(turn, Asked) else Filters()
    ways = []
    if given.since or given.until or given.as_of:
        ways.append(_button("ask_wider", "Ask again over all dates", 'data-drop="dates"'))
    if given.publications:
        ways.append(_button("ask_wider", "Ask again in all publications", 'data-drop="publications"'))
    if len(ways) > 1:
        ways.append(_button("ask_wider", "Ask again without any filter", 'data-drop="all"'))
    return f'<div class="ways-on">{"".join(ways)}</div>' if ways else ""


def _advice(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return '<ul class="advice">' + "".join(f"<li>{text(line)}</li>" for line in lines) + "</ul>"


def _refused(sentences: Sequence[Sentence]) -> str:
    if not sentences:
        return ""
    noun = "sentence" if len(sentences) == 1 else "sentences"
    listed = "".join(f"<li><s>{text(s.text)}</s> <small>{text(s.failed)}</small></li>" for s in sentences)
    return (
        f'<details class="refused"><summary>{len(sentences)} {noun} left out: the sources do not say so'
        f"</summary><ul>{listed}</ul></details>"
    )


def _controls(entry: Entry, number: int, is_last: bool) -> str:
    if isinstance(entry, Draft) and entry.running:
        return ""
    buttons = []
    articles = len(by_article(sentences_of(entry), entry.answer.notes if isinstance(entry, Turn) else ()))
    if articles:
        noun = "article" if articles == 1 else "articles"
        buttons.append(_button("show_evidence", f"{articles} {noun} cited", f'data-turn="{number}"'))
    if isinstance(entry, Turn):
        buttons.append(_button("copy", "Copy", f'data-copy="{text(as_text(entry))}"'))
    if is_last:
        buttons.append(_button("ask_again", "Ask again"))
        buttons.append(_button("edit_question", "Edit question"))
    return f'<div class="controls">{"".join(buttons)}</div>'


def _button(event: str, words: str, attributes: str = "") -> str:
    return f'<button type="button" class="control" data-event="{event}" {attributes}>{text(words)}</button>'
