"""The sentences of an answer as HTML: as lines, as one text, as a timeline, or in labelled parts.

Used by `assistant.ui.rendering` for drafts and whole answers alike: the layout
follows from the sentences, so that it does not change while they come.
"""

from collections.abc import Sequence
from itertools import groupby

from assistant.answer import Note, Sentence
from assistant.ui.axis import axis
from assistant.ui.escaping import day, text
from assistant.ui.marks import marks
from assistant.ui.numbering import Numbered, Span

# Fits beside a number on the narrowest screen.
LONGEST_TAIL = 24
OWN_VOICE = "the publication’s own voice"


def prose(sentences: Sequence[Sentence], numbers: dict[Span, Numbered], flowing: bool = False) -> str:
    """The sentences with their numbers; those of one label stand together under it, those of a day beside it."""
    if not sentences:
        return ""
    parts = [(label, list(group)) for label, group in groupby(sentences, key=lambda s: s.label)]
    shape = "said flowing" if flowing else "said"
    said = "".join(_part(label, group, numbers) for label, group in parts)
    labelled = " parts" if sum(bool(label) for label, _ in parts) > 1 else ""
    return f'<div class="{shape}{labelled}" dir="auto">{said}</div>'


def _part(label: str, sentences: Sequence[Sentence], numbers: dict[Span, Numbered]) -> str:
    body = "".join(_dated(dated, list(group), numbers) for dated, group in groupby(sentences, key=_has_day))
    return f'<section class="part"><h3>{text(label)}</h3>{body}</section>' if label else body


def _has_day(sentence: Sentence) -> bool:
    return sentence.day is not None


def _dated(dated: bool, sentences: Sequence[Sentence], numbers: dict[Span, Numbered]) -> str:
    if not dated:
        return " ".join(_sentence(s, numbers) for s in sentences)
    days = groupby(sentences, key=lambda s: s.day)
    items = "".join(
        f'<li>{day(when)}<div class="events">{" ".join(_sentence(s, numbers) for s in group)}</div></li>'
        for when, group in days
    )
    return f'{axis(sentences)}<ol class="timeline">{items}</ol>'


def _sentence(sentence: Sentence, numbers: dict[Span, Numbered]) -> str:
    voice = any(c.kind == "commentary" for c in sentence.citations)
    label = f'<span class="voice">{OWN_VOICE}</span> ' if voice else ""
    words, last = _parted(sentence.text)
    return (
        f'<p class="sentence">{label}{text(words)}<span class="tail">{text(last)}'
        f"{marks(sentence.citations, numbers)}</span></p>"
        f"{''.join(_aside(note, numbers) for note in sentence.notes)}"
    )


def _parted(words: str) -> tuple[str, str]:
    """The words, and the last of them, so that no number stands alone on a line; a long last word may break."""
    at = max(words.rfind(" "), words.rfind("\n")) + 1
    return (words[:at], words[at:]) if len(words) - at <= LONGEST_TAIL else (words, "")


def _aside(note: Note, numbers: dict[Span, Numbered]) -> str:
    return f'<p class="aside {text(note.kind)}">{text(note.text)}{marks(note.citations, numbers)}</p>'
