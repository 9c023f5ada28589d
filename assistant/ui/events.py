"""What the page does when something happens on it: plain functions of text and state, no Gradio.

`assistant.ui.chat_page` wires them to components. Whatever comes from a browser
(a field, an id, a turn's number) is checked here before it is used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.ui import chips, feedback
from assistant.ui.catalogue import IndexState
from assistant.ui.conversation import Asked, Draft, Entry, answering
from assistant.ui.escaping import visible
from assistant.ui.evidence import evidence
from assistant.ui.reader import EVIDENCE, article, unavailable
from assistant.ui.rendering import conversation
from assistant.ui.room import Room
from assistant.ui.starters import welcome
from corpus.errors import BackfileError
from index.passage import Filters

Entries = tuple[Entry, ...]
TOO_LONG = "The question has {length:,} characters; at most {limit:,} are read. Please shorten it."
# As much of a refused question as tells which one it was.
REFUSED_SHOWN = 200


class Events:
    """The chat's answers to its reader."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._catalogue = room.catalogue
        self._settings = room.settings

    @property
    def question_limit(self) -> int:
        """Characters of the longest question that is read."""
        return self._settings.question_limit

    def state(self) -> IndexState:
        """The index as it is now."""
        return self._catalogue.state()

    def conversation(self, entries: Entries) -> str:
        """The conversation, or the welcome where nothing has been asked."""
        editing = self._room.rebuilding is not None
        empty = "" if entries else welcome(self.state(), self._settings.starters, editing=editing)
        return conversation(entries, empty, judged=self._room.home is not None)

    def answer(
        self, question: str, filters: Filters, entries: Entries, client: str = ""
    ) -> Iterator[Entries]:
        """The entries after each step of answering; a question that is refused becomes a failed draft at once."""
        limit = self._settings.question_limit
        if len(question) > limit:
            refusal = TOO_LONG.format(length=len(question), limit=limit)
            yield (*entries, Draft(visible(question[:REFUSED_SHOWN]) + " …", filters, failed=refusal))
            return
        try:
            self._room.rates.take(client)
        except BackfileError as error:
            yield (*entries, Draft(visible(question).strip(), filters, failed=str(error).capitalize() + "."))
            return
        yield from answering(self._room.assistant, visible(question).strip(), filters, entries)

    def wider(self, fields: Mapping[str, object], filters: Filters) -> Filters:
        """The filters without those that a control of an abstention drops."""
        drop = fields.get("drop")
        if drop == "dates":
            return replace(filters, as_of=None, since=None, until=None)
        return replace(filters, publications=()) if drop == "publications" else Filters()

    def judge(self, fields: Mapping[str, object], entries: Entries) -> Entries:
        """The entries with the reader's verdict on one of them, which is written down first.

        Raises:
            FeedbackUnusable: there is no such turn or verdict, or it cannot be written.
        """
        number = str(fields.get("turn", ""))
        turn = entries[int(number)] if number.isdecimal() and int(number) < len(entries) else None
        if self._room.home is None or not isinstance(turn, Asked) or turn.verdict:
            raise feedback.FeedbackUnusable("there is no answer here to judge")
        feedback.add(self._room.home, turn, fields)
        judged = replace(turn, verdict=str(fields["verdict"]))
        return tuple(judged if entry is turn else entry for entry in entries)

    def bar(self, filters: Filters) -> str:
        """The filters' bar."""
        return chips.bar(filters, self.state().publications)

    def chosen(self, fields: Mapping[str, object]) -> Filters:
        """The filters that the bar or a chip asks for."""
        return chips.chosen(fields, self.state().publications)

    def evidence(self, entries: Entries, turn: object = None) -> str:
        """The evidence of one turn of the conversation, of the newest where `turn` is no number of one."""
        if not entries:
            return evidence(None, self.state().newest)
        number = int(str(turn)) if str(turn).isdecimal() else len(entries) - 1
        return evidence(entries[min(number, len(entries) - 1)])

    def reader(self, fields: Mapping[str, object], back: str = EVIDENCE) -> str:
        """The article that a control of the page names, its cited words marked, and the way `back`."""
        try:
            found, around = self._catalogue.article(str(fields.get("article", "")))
        except BackfileError as error:
            return unavailable(str(error), back)
        return article(found, _span(fields, len(found.text)), around, back)


def _span(fields: Mapping[str, object], length: int) -> tuple[int, int] | None:
    """The span to mark, where the fields give one that lies within the text."""
    start, end = str(fields.get("start", "")), str(fields.get("end", ""))
    if not (start.isdecimal() and end.isdecimal()):
        return None
    return (int(start), int(end)) if int(start) < int(end) <= length else None
