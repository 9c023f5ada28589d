"""What a model wrote is checked against what it cites; each planted error is named."""

from datetime import date
from pathlib import Path

import pytest

from assistant.aligned import Source
from assistant.verification import Verdict, inconsistency, is_framing, verify
from index.library import Library
from tests import planting

SOURCE = Source(
    "Mara Velin told Parliament on Tuesday that 27 people died when the Tarn dam failed. "
    "“We were warned twice,” Velin said. The army did not open the gates. "
    "Repairs may cost 3 million crowns, about 40 percent of the budget.",
    title="Toll of the Tarn dam rises",
    published=date(2023, 5, 11),
    quoted=(("We were warned twice,", "Mara Velin"),),
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mara Velin told Parliament that 27 people died when the Tarn dam failed.",
        "On 11 May 2023, Velin said 27 people died.",
        "“We were warned twice,” Velin said.",
        "The army did not open the gates.",
        "Repairs may cost 3 million crowns, or 40% of the budget.",
    ],
)
def test_no_inconsistency_is_found_in_what_the_source_says(sentence: str) -> None:
    assert inconsistency(sentence, [SOURCE]) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Mara Velin told Parliament that 72 people died when the dam failed.", "the number 72"),
        ("Repairs may cost 3 billion crowns.", "the number 3 billion"),
        ("Mara Velin told Parliament on Friday that 27 people died.", "the date “Friday”"),
        ("Goran Petrik told Parliament that 27 people died.", "the name “Goran Petrik”"),
        ("“We were never warned,” Velin said.", "the quoted words"),
        ("“We were warned twice,” Parliament said.", "the quoted words are Mara Velin's"),
        ("The army did open the gates.", "it asserts what its source denies"),
        ("Repairs will cost 3 million crowns, 40 percent of the budget.", "its source only says “may”"),
        (
            "Velin was not told that 27 people died when the Tarn dam failed on Tuesday.",
            "it denies what it cites",
        ),
    ],
)
def test_a_planted_error_is_named(sentence: str, reason: str) -> None:
    assert inconsistency(sentence, [SOURCE]).startswith(reason)


def test_a_sentence_without_a_citation_is_refused() -> None:
    assert inconsistency("27 people died.", []) == "it cites nothing"


def test_a_sentence_unlike_its_source_is_refused() -> None:
    verdict = verify("The harbour pilots demand higher quotas for herring.", [SOURCE], lambda *_: 0.1)

    assert verdict == Verdict("too little of it is in what it cites")


def test_wording_that_goes_further_is_marked_and_not_refused() -> None:
    sentence = "The collapse of the Tarn dam was a disaster, said Velin, which the army did not prevent."
    verdict = verify(sentence, [SOURCE], lambda *_: 0.6)

    assert verdict == Verdict(doubt="Its wording goes beyond what it cites.")


def test_what_is_repeated_word_for_word_is_neither() -> None:
    assert verify("The army did not open the gates.", [SOURCE], lambda *_: 1.0) == Verdict()


@pytest.mark.parametrize(
    ("sentence", "framing"),
    [
        ("Sure!", True),
        ("Here is a summary of the passages in 80 words:", True),
        ("Here is where 27 people died: the valley of the Tarn.", False),
        ("27 people died.", False),
    ],
)
def test_what_only_announces_an_answer_is_no_claim(sentence: str, framing: bool) -> None:
    assert is_framing(sentence) is framing


COUNCIL = Source(
    "On Tuesday Ilan Dorr told Ruta Voss that the council had spent 41 million crowns on 187 new homes in Osk. "
    "He said that 262 were planned. “It is a start,” said Voss, the engineer. "
    "The work might begin in May. Last year the council built none.",
    published=date(2023, 5, 11),
    quoted=(("It is a start,", "Ruta Voss"),),
)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        (
            "The council had spent 41 million crowns on 262 new homes in Osk.",
            "what it cites counts otherwise than 262",
        ),
        (
            "On Tuesday Ruta Voss told Ilan Dorr that the council had spent 41 million crowns.",
            "it is Ilan Dorr who",
        ),
        ("“It is a start,” said Ilan Dorr, the engineer.", "the quoted words are Ruta Voss's"),
        ("The work might begin in June.", "the date “June”"),
        ("The work began on 10 May 2023.", "the date “10 May 2023”"),
        ("In 2021 the council built none.", "the date “2021”"),
        ("Last year the council built homes in 2031 places.", "the date “2031”"),
        ("The work might not begin in May.", "it denies what it cites"),
    ],
)
def test_what_stands_in_the_source_but_in_another_place_is_named(sentence: str, reason: str) -> None:
    assert inconsistency(sentence, [COUNCIL]).startswith(reason)


@pytest.mark.parametrize(
    "sentence",
    [
        "On 9 May 2023 Ilan Dorr told Ruta Voss that the council had spent 41,000,000 crowns on 187 homes.",
        "In 2022 the council built none.",
        "Dorr said that 262 were planned.",
        "According to Ilan Dorr, the council had spent 41 million crowns on new homes.",
        "The council had spent more than 40 million crowns on about 190 new homes in Osk.",
    ],
)
def test_other_words_for_the_same_are_borne_out(sentence: str) -> None:
    assert inconsistency(sentence, [COUNCIL]) == ""


@pytest.fixture(scope="module")
def sentences(sample_home: Path) -> list[planting.Sample]:
    return planting.samples(Library(sample_home).open())


def test_errors_planted_in_sentences_of_the_sample_are_caught(sentences: list[planting.Sample]) -> None:
    """At least 95 in 100; bench/planted.py plants 500."""
    planted = planting.wrong(sentences, seed=11, most=100)
    missed = [case for case in planted if not inconsistency(case.text, [case.source])]

    assert len(planted) >= 95
    assert len(missed) <= 0.05 * len(planted), [case.text for case in missed]


def test_sound_sentences_of_the_sample_are_let_through(sentences: list[planting.Sample]) -> None:
    """At most 3 in 100 are lost."""
    sound = planting.sound(sentences, seed=11, most=100)
    lost = [(case.text, reason) for case in sound if (reason := inconsistency(case.text, [case.source]))]

    assert len(sound) >= 95
    assert len(lost) <= 0.03 * len(sound), lost
