"""What a composer makes of a question: an answer that is not yet signed with its question, filters and times.

Made by `assistant.plain`, `timeline`, `comparison` and `forecasts`, finished by
`assistant.assistant`. Frozen data, and no work.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from assistant.answer import Citation, Form, Note, Outcome, Sentence, Stage
from assistant.question import Understood
from assistant.settings import AssistantSettings
from index.library import Generation
from index.passage import Filters, Hit


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of an answer, see `assistant.answer.Answer`; `hits` is all that was found, best first.

    `filters` are those of the search where they are not the question's own, since it was widened.
    """

    form: Form
    outcome: Outcome
    confidence: float
    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]
    notes: tuple[Note, ...] = ()
    refused: tuple[Sentence, ...] = ()
    author: str = "extractive"
    short: str = ""
    short_citation: Citation | None = None
    filters: Filters | None = None


# Tells each stage as it begins, and returns the draft; None where the articles do not bear this form,
# and the question is answered plainly.
Composing = Generator[Stage | Sentence, None, Draft | None]
Composer = Callable[[Generation, Understood, AssistantSettings], Composing]
