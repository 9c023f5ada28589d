"""What a model says is read as it comes, cited sentence by sentence, and shown only where it is borne out."""

import json
from collections.abc import Callable, Sequence

import pytest

from assistant.answer import Answer, Sentence, Stage
from assistant.assistant import Assistant
from assistant.prompts import NOTHING_FOUND
from assistant.replies import REPLY_CHARACTERS, ModelFailed, sentences, spoken
from index.building import build
from index.library import Library
from tests.answering_models import FakeModel, StreamingModel, marker_of

ASKED = "How many people died when the Tarn dam failed?"
ARTICLE = {
    "id": "dam",
    "title": "Tarn dam fails after a night of rain",
    "published": "2023-05-11",
    "publication": "Harbour Weekly",
    "text": "The Tarn dam failed on Monday after a night of rain. In the valley below it, 27 people died. "
    "“We were warned twice,” said Mara Velin, the minister of works. Ilan Dorr, her deputy, said nothing.",
}
RIGHT = "When the Tarn dam failed, 27 people died {}. "
WRONG = "When the Tarn dam failed, 72 people died {}. "


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("writing")
    (home / "articles.jsonl").write_text(json.dumps(ARTICLE), "utf-8")
    build(home / "home", [home / "articles.jsonl"])
    return Library(home / "home")


def told(*parts: str) -> Callable[[str], str]:
    return lambda prompt: "".join(part.format(marker_of(prompt, "27 people")) for part in parts)


def ask(library: Library, *parts: str, question: str = ASKED) -> Answer:
    return Assistant(library, model=FakeModel(reply=told(*parts))).ask(question)


def cut(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("It rose [2]. Then it fell [1].", ["It rose [2].", "Then it fell [1]."]),
        ("It rose. [2] Then it fell.[1]", ["It rose [2].", "Then it fell [1]."]),
        ("It rose.【2】 Then it fell.", ["It rose 【2】.", "Then it fell."]),
        ("The U.S. Army left. It rose.", ["The U.S. Army left.", "It rose."]),
        ("- It **rose**\n- It fell\n", ["It rose", "It fell"]),
        ("<think>It rose. No.</think>It fell.", ["It fell."]),
        ("", [""]),
    ],
)
def test_sentences_are_the_same_however_the_text_comes(said: str, expected: list[str], size: int) -> None:
    assert list(sentences(cut(said, size))) == expected


def test_a_sentence_is_given_as_soon_as_the_next_has_begun() -> None:
    heard: list[str] = []

    def pieces() -> Sequence[str]:
        for piece in ["It rose [2]. ", "Then it ", "fell [1]."]:
            heard.append(piece)
            yield piece

    assert next(sentences(pieces())) == "It rose [2]."
    assert heard == ["It rose [2]. ", "Then it "]


def test_a_model_that_goes_on_and_on_is_cut_off() -> None:
    model = StreamingModel(reply=lambda _: "word " * 10_000, size=500)

    assert REPLY_CHARACTERS < sum(map(len, spoken(model, "", ""))) <= REPLY_CHARACTERS + 500


def test_a_model_that_takes_too_long_has_failed() -> None:
    with pytest.raises(ModelFailed, match="longer than 0 seconds"):
        list(spoken(StreamingModel(reply=lambda _: "It rose."), "", "", seconds=0.0))


def test_a_failure_tells_its_kind_and_nothing_of_the_client() -> None:
    with pytest.raises(ModelFailed) as caught:
        list(spoken(StreamingModel(reply=lambda _: "It rose.", breaks_after=1), "", ""))

    assert str(caught.value) == "the model failed (ConnectionError)"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_streaming_models_sentences_come_while_it_writes(library: Library) -> None:
    written: list[str] = []

    def reply(prompt: str) -> str:
        return told(RIGHT, WRONG, "Ilan Dorr said nothing when the Tarn dam failed {}.")(prompt)

    class Watched(StreamingModel):
        def _pieces(self, text):  # type: ignore[no-untyped-def]
            for piece in super()._pieces(text):
                written.append(piece.delta)
                yield piece

    heard = []
    for event in Assistant(library, model=Watched(reply=reply)).stream(ASKED):
        if isinstance(event, Sentence):
            heard.append((event.text, "".join(written)))
        elif isinstance(event, Answer):
            answer = event

    assert [text for text, _ in heard] == [sentence.text for sentence in answer.sentences]
    assert answer.author == "fake"
    assert len(heard[0][1]) < len("".join(written))
    assert [sentence.failed for sentence in answer.refused] == ["the number 72 is not in what it cites"]


def test_what_a_model_wrote_before_it_broke_stands(library: Library) -> None:
    model = StreamingModel(reply=told(RIGHT, RIGHT, RIGHT), size=4, breaks_after=20)
    answer = Assistant(library, model=model).ask(ASKED)

    assert [sentence.text for sentence in answer.sentences] == ["When the Tarn dam failed, 27 people died."]
    assert answer.author == "fake"


def test_a_model_that_says_that_the_passages_do_not_answer_is_believed(library: Library) -> None:
    answer = ask(library, NOTHING_FOUND)

    assert (answer.outcome, answer.sentences) == ("abstained", ())
    assert answer.nearest
    assert answer.advice


def test_a_model_cannot_answer_what_the_evidence_does_not_bear(library: Library) -> None:
    asked: list[str] = []
    model = FakeModel(reply=lambda prompt: asked.append(prompt) or "Argentina won the final [1].")
    answer = Assistant(library, model=model).ask("Who won the 2022 World Cup final in Qatar?")

    assert (answer.outcome, answer.sentences, asked) == ("abstained", (), [])


def test_a_citation_is_the_sentence_that_bears_it_out_and_not_the_passage(library: Library) -> None:
    answer = ask(library, RIGHT)

    assert [citation.quote for citation in answer.sentences[0].citations] == [
        "The Tarn dam failed on Monday after a night of rain. In the valley below it, 27 people died."
    ]


def test_one_sentence_alone_is_cited_where_it_bears_out_all(library: Library) -> None:
    answer = ask(library, "In the valley below the dam, 27 people died {}.")

    assert [citation.quote for citation in answer.sentences[0].citations] == [
        "In the valley below it, 27 people died."
    ]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            "“We were warned twice,” said Ilan Dorr when the Tarn dam failed {}.",
            "the quoted words are Mara Velin's",
        ),
        ("27 people died when the Tarn dam failed, see http://dam.example {}.", "it carries an address"),
        ("27 people died when the Tarn dam failed (assist@dam.example) {}.", "it carries an address"),
        ("[27 people died](//host) when the Tarn dam failed {}.", "it carries an address"),
        ("Ilan Dorr, her deputy, said nothing {}.", "it does not speak to the question"),
    ],
)
def test_a_sentence_that_must_not_be_shown_is_kept_with_the_reason(
    library: Library, said: str, reason: str
) -> None:
    answer = ask(library, RIGHT, said)

    assert [sentence.failed[: len(reason)] for sentence in answer.refused] == [reason]
    assert len(answer.sentences) == 1


def test_a_repeated_sentence_is_shown_once(library: Library) -> None:
    assert len(ask(library, RIGHT, RIGHT, RIGHT).sentences) == 1


def test_a_doubtful_sentence_is_shown_with_a_note(library: Library) -> None:
    answer = ask(
        library,
        "The Tarn dam failed after heavy rain, and the disaster left 27 people dead in the valley {}.",
    )

    assert [[note.kind for note in sentence.notes] for sentence in answer.sentences] == [["doubt"]]


def test_stages_come_before_sentences(library: Library) -> None:
    events = list(Assistant(library, model=StreamingModel(reply=told(RIGHT))).stream(ASKED))

    assert isinstance(events[0], Stage)
    assert isinstance(events[-2], Sentence)
    assert isinstance(events[-1], Answer)
