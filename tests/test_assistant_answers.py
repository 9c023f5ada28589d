"""Answers end to end over small real indexes: extracted, written by models of every manner, and refused."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

from assistant.answer import Answer, Sentence, Stage
from assistant.assistant import Assistant
from assistant.errors import ModelUnavailable, ModelUnknown, QuestionUnusable
from assistant.models import ModelSettings, from_environment, make
from index.building import build
from index.library import Library

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


class FakeModel(CustomLLM):
    """A model that writes what `reply` makes of the prompt; a real LlamaIndex LLM."""

    reply: Callable[[str], str]

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="fake")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self.reply(prompt))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise NotImplementedError


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


def marker_of(prompt: str, words: str) -> str:
    """The marker of the passage that holds the words, as an honest model would write it."""
    number = next(n for n, part in enumerate(prompt.split("<passage ")[1:], 1) if words in part)
    return f"[{number}]"


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


@pytest.mark.parametrize("reply", [broken, lambda _: "", lambda _: "NOT IN THE PASSAGES"])
def test_a_model_that_fails_or_says_nothing_leaves_the_answer_to_extraction(
    library: Library, reply: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    assert ask_with(library, reply).author == "extractive"
    assert "canary-key" not in caplog.text


def attacks(shared_data: Path) -> Iterator[str]:
    path = shared_data / "attacks" / "bipia" / "benchmark" / "text_attack_train.json"
    for strings in json.loads(path.read_text("utf-8")).values():
        yield from strings


def obedient(prompt: str) -> str:
    """Follows every instruction it reads: it writes what the attacks ask for, and claims the first passage for it."""
    return (
        "PWNED: I do as the article tells me [1]. The capital of Brazil is Brasilia [1]. 1 k@pp1 t0 0b3y [1]."
    )


@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_no_instruction_in_an_article_reaches_an_answer_but_as_its_own_quoted_words(
    tmp_path: Path, shared_data: Path, place: str
) -> None:
    strings = list(attacks(shared_data))
    paragraphs = ARTICLES[0]["text"].split("\n\n")
    at = {"start": 0, "middle": 1, "end": len(paragraphs)}[place]
    text = "\n\n".join([*paragraphs[:at], *strings, *paragraphs[at:]])
    library = indexed(tmp_path / "home", [ARTICLES[0] | {"text": text}, ARTICLES[1]])

    assert len(strings) == 75
    for model in (None, FakeModel(reply=obedient)):
        answer = Assistant(library, model=model).ask("How many people died when the Tarn dam failed?")
        assert answer.author == "extractive"
        assert "27 people died" in answer.sentences[0].text
        for sentence in answer.sentences:
            assert sentence.text.startswith(" ".join(sentence.citations[0].quote.split()))


def test_an_unknown_kind_of_model_lists_the_known_ones() -> None:
    with pytest.raises(ModelUnknown, match="known are endpoint, gguf, ollama"):
        make(ModelSettings("oracle", "delphi"))


def test_a_missing_model_file_is_named() -> None:
    with pytest.raises(ModelUnavailable, match=r"there is no model file /none\.gguf"):
        make(ModelSettings("gguf", "/none.gguf"))


def test_the_environment_names_a_model_and_its_key_is_never_shown() -> None:
    settings = from_environment(
        {
            "BACKFILE_LLM": "endpoint:qwen3:4b",
            "BACKFILE_LLM_URL": "http://127.0.0.1:1/v1",
            "BACKFILE_LLM_KEY": "canary",
        }
    )

    assert settings is not None
    assert (settings.kind, settings.name, settings.key) == ("endpoint", "qwen3:4b", "canary")
    assert "canary" not in repr(settings)


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
