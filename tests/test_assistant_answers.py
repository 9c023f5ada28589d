"""Answers end to end over small real indexes: extracted, written by models of every manner, and refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Answer, Sentence, Stage
from assistant.assistant import Assistant
from assistant.errors import QuestionUnusable
from assistant.models import ModelSettings, make
from index.building import build
from index.library import Library
from tests.answering_models import FakeModel, marker_of

ARTICLES = [
    {
        "id": "dam",
        "title": "Tarn dam fails after a night of rain",
        "published": "2023-05-11",
        "publication": "Harbour Weekly",
        "text": "The Tarn dam failed on Monday after a night of rain, and 27 people died in the valley below it.\n\n"
        "“We were warned twice,” said Mara Velin, the minister of works, in the town hall of Osk.\n\n"
        "The army will repair the dam for 3 million crowns before the autumn.",
    },
    {
        "id": "fleet",
        "title": "Herring fleet stays in port",
        "published": "2023-06-01",
        "publication": "Harbour Weekly",
        "text": "The herring fleet of Osk stays in port while its crews argue about quotas.\n\n"
        "Skipper Jon Arvid said he expects a settlement within the month.",
    },
]


def indexed(home: Path, articles: list[dict[str, str]]) -> Library:
    source = home.parent / f"{home.name}.jsonl"
    source.write_text("\n".join(json.dumps(article) for article in articles), "utf-8")
    build(home, [source])
    return Library(home)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return indexed(tmp_path_factory.mktemp("answers") / "home", ARTICLES)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Assistant:
    home = tmp_path_factory.mktemp("seed")
    build(home, [shared_data / "seed"])
    return Assistant(Library(home))


def cited_words(answer: Answer) -> str:
    return " ".join(citation.quote for sentence in answer.sentences for citation in sentence.citations)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Li Shangfu say about relations with Belarus?", "truly fraternal relations"),
        ("How much did trade between China and Belarus grow in 2022?", "trade grew more than 30 percent"),
        ("What did Geng Shuang tell the Security Council?", "cannot win peace"),
    ],
)
def test_one_article_alone_answers_with_the_right_words_cited(
    seed: Assistant, question: str, words: str
) -> None:
    answer = seed.ask(question)

    assert answer.outcome == "answered"
    assert words in cited_words(answer)


def test_one_article_alone_abstains_from_what_it_does_not_say(seed: Assistant) -> None:
    answer = seed.ask("Who won the 2022 World Cup?")

    assert (answer.outcome, answer.sentences) == ("abstained", ())
    assert answer.advice
    assert answer.nearest


def test_every_extracted_sentence_is_the_articles_own_words(library: Library) -> None:
    answer = Assistant(library).ask("How many people died when the Tarn dam failed?")

    article = library.open().article("dam")
    assert "27 people died" in answer.sentences[0].text
    for sentence in answer.sentences:
        (citation,) = sentence.citations
        assert citation.quote == article.text[citation.start : citation.end]
        assert sentence.text.startswith(" ".join(citation.quote.split()))


def test_a_stream_tells_its_stages_then_sentences_then_the_answer(library: Library) -> None:
    events = list(Assistant(library).stream("How many people died when the Tarn dam failed?"))

    assert [event.name for event in events if isinstance(event, Stage)] == [
        "reading", "searching", "weighing", "writing",
    ]  # fmt: skip
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert tuple(event for event in events if isinstance(event, Sentence)) == answer.sentences


def test_as_of_hides_later_articles(library: Library) -> None:
    answer = Assistant(library).ask("What keeps the herring fleet in port as of 20 May 2023?")

    assert "fleet" not in {hit.passage.article_id for hit in answer.nearest}


@pytest.mark.parametrize(
    ("question", "message"), [("  ", "is empty"), ("x" * 20_000_000, "shorten it to 2000")]
)
def test_a_question_that_cannot_be_asked_is_refused(library: Library, question: str, message: str) -> None:
    with pytest.raises(QuestionUnusable, match=message):
        Assistant(library).ask(question)


def ask_with(library: Library, reply: Callable[[str], str]) -> Answer:
    return Assistant(library, model=FakeModel(reply=reply)).ask(
        "How many people died when the Tarn dam failed?"
    )


def test_a_models_sentence_that_its_passage_bears_out_is_shown_and_cited(library: Library) -> None:
    answer = ask_with(
        library, lambda prompt: f"When the Tarn dam failed, 27 people died {marker_of(prompt, '27 people')}."
    )

    assert answer.author == "fake"
    assert [sentence.text for sentence in answer.sentences] == ["When the Tarn dam failed, 27 people died."]
    assert "27 people died in the valley" in answer.sentences[0].citations[0].quote


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("When the Tarn dam failed, 72 people died [1].", "the number 72 is not in what it cites"),
        ("When the Tarn dam failed, 27 people died [9].", "it cites nothing"),
        ("When the Tarn dam failed, 27 people died.", "it cites nothing"),
        ("Goran Petrik counted the dead [1].", "the name “Goran Petrik” is not in what it cites"),
    ],
)
def test_a_models_unfounded_sentence_is_refused_and_the_answer_extracted(
    library: Library, reply: str, reason: str
) -> None:
    answer = ask_with(library, lambda _: reply)

    assert [sentence.failed for sentence in answer.refused] == [reason]
    assert answer.author == "extractive"
    assert "27 people died" in answer.sentences[0].text


def broken(prompt: str) -> str:
    raise ConnectionError("http://user:canary-key@host refused")


@pytest.mark.parametrize("reply", [broken, lambda _: "", lambda _: "Sure! Here is the answer:"])
def test_a_model_that_fails_or_says_nothing_leaves_the_answer_to_extraction(
    library: Library, reply: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    assert ask_with(library, reply).author == "extractive"
    assert "canary-key" not in caplog.text


@pytest.mark.model
def test_a_real_local_model_is_asked_and_nothing_unfounded_of_it_is_shown(
    library: Library, root: Path
) -> None:
    """SmolLM2-135M rambles and invents: whatever it writes, what is shown is cited, and numbers and names are there."""
    weights = root / ".cache" / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    answer = Assistant(library, model=make(ModelSettings("gguf", str(weights)))).ask(
        "How many people died when the Tarn dam failed?"
    )

    assert answer.outcome == "answered"
    assert answer.sentences
    for sentence in answer.sentences:
        assert sentence.citations
    assert answer.author == "extractive" or answer.author == str(weights)
