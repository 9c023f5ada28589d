"""What a question with its gold is: frozen data, schema 1 of docs/questions.md.

Read from files by `eval.loading` and `eval.importers`, used by the whole of
`eval`. Never reads a file or an article.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

SCHEMA = 1
TYPES = (
    "single_fact", "multi_article", "comparison", "who_said", "temporal", "timeline",
    "follow_up", "unanswerable", "false_premise", "adversarial",
)  # fmt: skip
UNANSWERABLE_TYPES = ("unanswerable", "false_premise")
SPLITS = ("dev", "test")
# The mark at the head of `notes` of a question that no person has accepted; it does not run.
DRAFT = "DRAFT:"


@dataclass(frozen=True, slots=True)
class QuestionTurn:
    """What the user types. `standalone` is a person's rewrite of a follow-up, "" where it needs none."""

    user: str
    standalone: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that prove a nugget: `quote` stands word for word in the text of the article."""

    article_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Nugget:
    """One thing that a good answer says.

    Attributes:
        vital: whether an answer without it is wrong; else it is merely good to have.
        aliases: wordings, of which one must stand in the answer as a run of tokens.
        evidence_any_of: alternatives; each is a set of quotes that together prove the nugget.
            Empty in imported sets that name an article but no words.
    """

    id: str
    text: str
    vital: bool
    aliases: tuple[str, ...]
    evidence_any_of: tuple[tuple[Evidence, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A wording that makes an answer wrong (a superseded figure, the other side's claim), and why."""

    alias: str
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold. The last turn is the one that is scored.

    Attributes:
        story_id: questions of one running story are not independent: they are split and resampled together.
        as_of: articles later than that day do not exist for this question.
        answerable: False for "unanswerable" and "false_premise"; the nuggets of a false premise, where it has
            any, are its correction, with which an answer is right as well.
        speaker: who said it, for "who_said", else "".
    """

    id: str
    type: str
    split: str
    story_id: str
    turns: tuple[QuestionTurn, ...]
    answerable: bool
    as_of: date | None = None
    answer: str = ""
    aliases: tuple[str, ...] = ()
    answer_kind: str = ""
    nuggets: tuple[Nugget, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    speaker: str = ""
    required_articles: tuple[str, ...] = ()
    notes: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The words of the last turn."""
        return self.turns[-1].user

    @property
    def draft(self) -> bool:
        """Whether a person has still to accept it, by editing it and taking the mark out of the notes."""
        return self.notes.startswith(DRAFT)

    @property
    def search_only(self) -> bool:
        """Whether its gold names articles and no words, so that the search can be scored and an answer cannot."""
        return self.answerable and not self.nuggets

    @property
    def vital(self) -> tuple[Nugget, ...]:
        """The nuggets without which an answer is wrong."""
        return tuple(n for n in self.nuggets if n.vital)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set in file order. `digest` is the sha256 of the file's bytes."""

    name: str
    path: Path
    digest: str
    questions: tuple[Question, ...]
