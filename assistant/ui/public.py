"""What others may call: ask, search, show and status, with the JSON of the command line. No transport.

`assistant.ui.api` (Gradio's API), `assistant.ui.tools` (MCP) and
`assistant.ui.completions` (OpenAI's form) offer it. Every argument came over a
wire and is checked here; the docstrings of `Public` are what callers read.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from assistant.answer import Answer, Sentence, Stage, Turn
from assistant.contract import answer_as_json, article_as_json, search_as_json
from assistant.ui.escaping import visible
from assistant.ui.room import Room
from corpus.errors import BackfileError
from index.passage import Filters

# As many hits as the command line gives, and at most.
HITS, MOST_HITS = 20, 100
# More publications than that are no filter.
MOST_SOURCES = 50


class RequestUnusable(BackfileError):
    """An argument is of the wrong kind; the message names it."""


class Public:
    """The functions, over a room."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def ask(
        self, question: str, as_of: str = "", since: str = "", until: str = "", source: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Answer a question from the articles, every sentence cited to the exact words of the article that says it.

        The outcome is "answered", "uncertain" (check the words cited) or
        "abstained": the corpus does not say, and "nearest" holds what is near.

        Args:
            question: a question in plain words; one that stands alone.
            as_of: answer as of that day (2023-08-15), later articles hidden; "" for today.
            since: only articles published on or after that day; "" for all.
            until: only articles published on or before that day; "" for all.
            source: names of publications; none for all.
        """
        *_, answer = self.stream(question, filters_of(as_of, since, until, source))
        assert isinstance(answer, Answer)
        return answer_as_json(answer)

    def search(
        self,
        query: str,
        k: int = HITS,
        as_of: str = "",
        since: str = "",
        until: str = "",
        source: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Find passages of articles by meaning and by words, each with the reason why it was found.

        Args:
            query: words or a question.
            k: how many passages, 1 to 100.
            as_of: as if it were that day (2023-08-15), later articles hidden; "" for today.
            since: only articles published on or after that day; "" for all.
            until: only articles published on or before that day; "" for all.
            source: names of publications; none for all.
        """
        if not isinstance(k, int) or not 1 <= k <= MOST_HITS:
            raise RequestUnusable(f"k is {k!r}; give a whole number from 1 to {MOST_HITS}")
        words = self._words(query)
        return search_as_json(self._room.assistant.search(words, filters_of(as_of, since, until, source), k))

    def show(self, article_id: str) -> dict[str, Any]:
        """One article whole: its text, and its blocks, quotations and references as spans of it.

        Args:
            article_id: the "article_id" of a citation or a hit.
        """
        generation = self._room.library.open()
        article = generation.article(article_id)
        referring = generation.articles.referring_to(article.id)
        return article_as_json(article) | {"referred_to_by": list(referring)}

    def status(self) -> dict[str, Any]:
        """What is indexed: generation, counts, model, disk, and whether all is well."""
        state: dict[str, Any] = self._room.library.status().as_json()
        # Where it lies on the server's disk is nobody's business here.
        return {name: value for name, value in state.items() if name not in ("home", "paths")}

    def stream(
        self, question: str, filters: Filters, history: Sequence[Turn] = ()
    ) -> Iterator[Stage | Sentence | Answer]:
        """The steps of answering, the answer last. Raises BackfileError as `Assistant.stream` does."""
        return self._room.assistant.stream(self._words(question), filters, history)

    def _words(self, words: object) -> str:
        limit = self._room.settings.question_limit
        if not isinstance(words, str) or not words.strip():
            raise RequestUnusable("the question is empty; ask something of the articles")
        if len(words) > limit:
            raise RequestUnusable(f"the question has {len(words):,} characters; at most {limit:,} are read")
        return visible(words).strip()


def filters_of(as_of: object = "", since: object = "", until: object = "", source: object = ()) -> Filters:
    """Filters from the arguments of a request.

    Raises:
        RequestUnusable: one of them is no date, or no list of names.
    """
    names = (
        [source] if isinstance(source, str) else list(source) if isinstance(source, list | tuple) else None
    )
    if names is None or len(names) > MOST_SOURCES or not all(isinstance(name, str) for name in names):
        raise RequestUnusable("source must be a list of names of publications")
    return Filters(
        as_of=_day("as_of", as_of),
        since=_day("since", since),
        until=_day("until", until),
        publications=tuple(str(name) for name in names if name),
    )


def _day(name: str, value: object) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise RequestUnusable(
            f"{name} is {str(value)[:40]!r}, which is no date; write it as 2023-08-15"
        ) from None
