"""The chat page in Gradio: its layout, and which event calls what. A page of `assistant.ui.page`.

Holds components and wiring only: what happens is in `events` and `history`,
what is shown comes from the modules that write HTML. Builds no model and opens
no index before the page asks for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.ui import history
from assistant.ui.conversation import running, stopped
from assistant.ui.events import Entries, Events
from assistant.ui.room import AT_ONCE, OWN, Room, client, fields, scripted
from assistant.ui.settings import UiSettings
from corpus.errors import BackfileError
from index.passage import Filters


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read and write."""

    history: Any
    record: Any
    export: Any
    conversation: Any
    filters: Any
    question: Any
    evidence: Any
    reader: Any
    entries: Any
    chosen: Any
    generation: Any

    @property
    def shown(self) -> list[Any]:
        """What each step of an answer changes."""
        return [self.question, self.entries, self.conversation, self.evidence, self.record]


def lay_out(blocks: Any, room: Room) -> None:
    """The page's components and events, into the open Blocks."""
    events = Events(room)
    parts = _components(events, room.settings)
    asking = _wire_questions(parts, events)
    _wire_history(parts, events, asking)
    _wire_panel(parts, events)
    _wire_filters(parts, events)
    _wire_feedback(parts, events)
    _wire_index(blocks, parts, events, room.settings)


def _components(events: Events, settings: UiSettings) -> Parts:
    import gradio

    written, keeping = scripted("script.js"), scripted("history.js")
    entries, chosen, generation = gradio.State(()), gradio.State(Filters()), gradio.State("")
    with gradio.Row(elem_id="desk"):
        with gradio.Column(elem_id="chat", scale=6, min_width=320):
            talks = gradio.HTML(history.bar(), elem_id="history", **keeping)
            record = gradio.HTML("", elem_id="record", **keeping)
            export = gradio.HTML("", elem_id="export", **keeping)
            said = gradio.HTML(events.conversation(()), elem_id="conversation", **written)
            with gradio.Column(elem_id="composer"):
                bar = gradio.HTML(events.bar(Filters()), elem_id="filters", **written)
                question = _question(settings)
        with gradio.Column(elem_id="panel", scale=5, min_width=320):
            evidence = gradio.HTML(events.evidence(()), elem_id="evidence", **written)
            reader = gradio.HTML("", elem_id="reader", **written)
    return Parts(talks, record, export, said, bar, question, evidence, reader, entries, chosen, generation)


def _question(settings: UiSettings) -> Any:
    import gradio

    return gradio.Textbox(
        show_label=False,
        label="Question",
        placeholder="Ask about the articles",
        elem_id="question",
        max_lines=6,
        max_length=settings.question_limit,
        submit_btn=True,
        autofocus=True,
        container=False,
        html_attributes=gradio.InputHTMLAttributes(autocomplete="off"),
    )


def _idle(**changed: Any) -> Any:
    """The question's box while nothing is being answered."""
    import gradio

    return gradio.Textbox(submit_btn=True, stop_btn=False, **changed)


def _wire_questions(parts: Parts, events: Events) -> list[Any]:
    """Asking, by the box, a starter, again or more widely; stopping; editing the last question.

    Returns:
        the events that ask, for whoever must cancel them.
    """
    import gradio

    def ask(
        question: str, filters: Filters, entries: Entries, request: gradio.Request
    ) -> Iterator[tuple[Any, ...]]:
        if not question.strip() or running(entries):
            yield (gradio.skip(),) * 5
            return
        box: Any = gradio.Textbox(value="", submit_btn=False, stop_btn=True)
        grown = entries
        for grown in events.answer(question, filters, entries, client(request)):
            yield box, grown, events.conversation(grown), events.evidence(grown), gradio.skip()
            box = gradio.skip()
        yield _idle(), *(gradio.skip(),) * 3, history.record(grown)

    def ask_starter(
        filters: Filters, entries: Entries, request: gradio.Request, happened: gradio.EventData
    ) -> Iterator[tuple[Any, ...]]:
        yield from ask(str(fields(happened).get("question", "")), filters, entries, request)

    def ask_again(filters: Filters, entries: Entries, request: gradio.Request) -> Iterator[tuple[Any, ...]]:
        yield from ask(entries[-1].question if entries else "", filters, entries[:-1], request)

    def widen(filters: Filters, happened: gradio.EventData) -> tuple[Filters, str]:
        wider = events.wider(fields(happened), filters)
        return wider, events.bar(wider)

    def edit(entries: Entries, happened: gradio.EventData) -> str:
        """The question that a chip names, else the last one, into the box."""
        last = entries[-1].question if entries else ""
        return str(fields(happened).get("question") or last)[: events.question_limit]

    def stop(entries: Entries) -> tuple[Any, ...]:
        kept = stopped(entries)
        return _idle(), kept, events.conversation(kept), events.evidence(kept), gradio.skip()

    with_filters, chosen = [parts.chosen, parts.entries], [parts.chosen, parts.filters]
    widened = parts.conversation.ask_wider(widen, [parts.chosen], chosen, **OWN)
    asking = [
        # "multiple": with Gradio's "once", a question asked right after a stop is swallowed in silence.
        parts.question.submit(
            ask, [parts.question, *with_filters], parts.shown, trigger_mode="multiple", **OWN
        ),
        parts.conversation.ask_starter(ask_starter, with_filters, parts.shown, **OWN),
        parts.conversation.ask_again(ask_again, with_filters, parts.shown, **OWN),
        widened.then(ask_again, with_filters, parts.shown, **OWN),
    ]
    # Beside the queue: where it is full, whoever stops makes room in it.
    parts.question.stop(stop, [parts.entries], parts.shown, cancels=asking, **AT_ONCE)
    parts.conversation.edit_question(edit, [parts.entries], [parts.question], **AT_ONCE)
    return asking


def _wire_history(parts: Parts, events: Events, asking: list[Any]) -> None:
    """Beginning anew, opening an earlier conversation, and exporting one."""
    import gradio

    def show(entries: Entries) -> tuple[Any, ...]:
        return _idle(), entries, events.conversation(entries), events.evidence(entries), ""

    def restore(happened: gradio.EventData) -> tuple[Any, ...]:
        return show(history.opened(fields(happened)))

    def export(happened: gradio.EventData) -> str:
        return history.exported(fields(happened))

    parts.history.new_talk(lambda: show(()), None, parts.shown, cancels=asking, **AT_ONCE)
    parts.history.restore_talk(restore, None, parts.shown, cancels=asking, **AT_ONCE)
    parts.history.export_talk(export, None, [parts.export], **AT_ONCE)


def _wire_panel(parts: Parts, events: Events) -> None:
    """Opening articles from anywhere, and bringing a turn's evidence back."""
    import gradio

    def open_article(happened: gradio.EventData) -> str:
        return events.reader(fields(happened))

    def show_evidence(entries: Entries, happened: gradio.EventData) -> str:
        return events.evidence(entries, fields(happened).get("turn"))

    for part in (parts.conversation, parts.evidence, parts.reader):
        part.open_article(open_article, None, [parts.reader], **AT_ONCE)
    parts.conversation.show_evidence(show_evidence, [parts.entries], [parts.evidence], **AT_ONCE)


def _wire_filters(parts: Parts, events: Events) -> None:
    """Choosing filters in the bar, or taking over those of an earlier question."""
    import gradio

    def set_filters(happened: gradio.EventData) -> tuple[Filters, str]:
        chosen = events.chosen(fields(happened))
        return chosen, events.bar(chosen)

    changed = [parts.chosen, parts.filters]
    parts.filters.set_filters(set_filters, None, changed, **AT_ONCE)
    parts.conversation.set_filters(set_filters, None, changed, **AT_ONCE)


def _wire_feedback(parts: Parts, events: Events) -> None:
    """Judging an answer."""
    import gradio

    def judge(entries: Entries, happened: gradio.EventData) -> tuple[Any, ...]:
        try:
            judged = events.judge(fields(happened), entries)
        except BackfileError as error:
            gradio.Warning(str(error))
            return (gradio.skip(),) * 2
        return judged, events.conversation(judged)

    # In the queue, since a warning travels with it, but past those who wait for answers.
    beside: Any = {**OWN, "concurrency_limit": None, "trigger_mode": "multiple"}
    parts.conversation.judge(judge, [parts.entries], [parts.entries, parts.conversation], **beside)


def _wire_index(blocks: Any, parts: Parts, events: Events, settings: UiSettings) -> None:
    """What depends on the index, looked at when the page opens and every few seconds after."""
    import gradio

    def look(seen: str, filters: Filters, entries: Entries) -> tuple[Any, ...]:
        state = events.state()
        if state.mark == seen:
            return (gradio.skip(),) * 4
        empty = (gradio.skip(),) * 2 if entries else (events.conversation(()), events.evidence(()))
        return state.mark, events.bar(filters), *empty

    inputs = [parts.generation, parts.chosen, parts.entries]
    shown = [parts.generation, parts.filters, parts.conversation, parts.evidence]
    # history.js waits for it: a conversation restored meanwhile would be overwritten by the empty page.
    looked = "() => { window.dispatchEvent(new Event('backfile-looked')); }"
    blocks.load(look, inputs, shown, queue=False, **OWN).then(None, js=looked, **OWN)
    gradio.Timer(settings.status_seconds).tick(look, inputs, shown, queue=False, **OWN)
