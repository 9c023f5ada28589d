"""What the page does when something happens on it: plain functions of text and state, no Gradio.

`assistant.ui.chat_page` wires them to components. Whatever comes from a browser
(a field, an id, a turn's number) is checked here before it is used.
"""

from collections.abc import Iterator, Mapping

from assistant.ui import chips
from assistant.ui.catalogue import Catalogue, IndexState
from assistant.ui.conversation import Draft, Entry, Streaming, answering
from assistant.ui.escaping import visible
from assistant.ui.evidence import evidence
from assistant.ui.reader import article, unavailable
from assistant.ui.rendering import conversation
from assistant.ui.settings import UiSettings
from assistant.ui.starters import welcome
from corpus.errors import BackfileError
from index.passage import Filters

Entries = tuple[Entry, ...]
TOO_LONG = "The question has {length:,} characters; at most {limit:,} are read. Please shorten it."
# As much of a refused question as tells which one it was.
REFUSED_SHOWN = 200


class Events:
    """The page's answers to its reader, over an assistant and a catalogue."""

    def __init__(self, assistant: Streaming, catalogue: Catalogue, settings: UiSettings) -> None:
        self._assistant = assistant
        self._catalogue = catalogue
        self._settings = settings

    def state(self) -> IndexState:
        """The index as it is now."""
        return self._catalogue.state()

    def conversation(self, entries: Entries) -> str:
        """The conversation, or the welcome where nothing has been asked."""
        return conversation(entries, "" if entries else welcome(self.state(), self._settings.starters))

    def answer(self, question: str, filters: Filters, entries: Entries) -> Iterator[Entries]:
        """The entries after each step of answering; too long a question becomes a failed draft at once."""
        limit = self._settings.question_limit
        if len(question) > limit:
            refusal = TOO_LONG.format(length=len(question), limit=limit)
            yield (*entries, Draft(visible(question[:REFUSED_SHOWN]) + " …", filters, failed=refusal))
            return
        yield from answering(self._assistant, visible(question).strip(), filters, entries)

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

    def reader(self, fields: Mapping[str, object]) -> str:
        """The article that a control of the page names, its cited words marked."""
        try:
            found, around = self._catalogue.article(str(fields.get("article", "")))
        except BackfileError as error:
            return unavailable(str(error))
        return article(found, _span(fields, len(found.text)), around)


def _span(fields: Mapping[str, object], length: int) -> tuple[int, int] | None:
    """The span to mark, where the fields give one that lies within the text."""
    start, end = str(fields.get("start", "")), str(fields.get("end", ""))
    if not (start.isdecimal() and end.isdecimal()):
        return None
    return (int(start), int(end)) if int(start) < int(end) <= length else None
