"""Who speaks: one way of saying so a case, each in a text of its own; and what in quotation marks is no speech."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article, SetAside
from corpus.draft import Draft, Paragraph, paragraphs_of
from corpus.families import signature_of, with_families
from corpus.preparing import prepare
from corpus.settings import CorpusSettings
from corpus.store import ArticleStore
from corpus.structure import learned_labels
from corpus.understanding import understand
from corpus.versions import versions_of


def article_of(text: str, title: str = "Title of it") -> Article:
    prepared = prepare(Draft("a.txt", paragraphs_of(text), title=title), CorpusSettings())
    assert not isinstance(prepared, SetAside)
    return understand(prepared, "a", frozenset(), frozenset())


def speakers(text: str) -> list[str]:
    return [quotation.speaker_full for quotation in article_of(text).quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # What somebody does, before the name, is no part of it.
        ("Surveyor Brigid Malone said it was “a poor one” on Monday.", "Brigid Malone"),
        ("Bell-founder Marta Hale said it was “a poor one” on Monday.", "Marta Hale"),
        ("Midland Trust CEO Harold Pruitt called it “a poor one” on Monday.", "Harold Pruitt"),
        ("Challenger Dolores Whitfield called it “a poor one” on Monday.", "Dolores Whitfield"),
        ("Sentencing Lady Violet Frome said it was “a poor one” on Monday.", "Violet Frome"),
        ("Afterwards Anna Crane called it “a poor one” on Monday.", "Anna Crane"),
        ("Secretary of State Katie Hobbs called it “a poor one” on Monday.", "Katie Hobbs"),
        ("“It leaks,” said Brewers president of baseball operations David Stearns.", "David Stearns"),
        ("Labour’s Callum Boyd said the roof was “a poor one” on Monday.", "Callum Boyd"),
        # Names that look like something else.
        ("Hunter Biden called it “a poor one” on Monday.", "Hunter Biden"),
        ("Nguyen Thi Lan called it “a poor one” on Monday.", "Nguyen Thi Lan"),
        ("Willem van der Meulen built it. “It leaks,” says Van der Meulen.", "Willem van der Meulen"),
        ("Jacob deGrom ran. “It hurts,” deGrom said.", "Jacob deGrom"),
        # Bodies speak under their whole name, offices under none.
        ("The Department for Schools said that it was “a local matter” today.", "Department for Schools"),
        (
            "The Harrow County Taxpayers’ Alliance praised “a spirited campaign” today.",
            "Harrow County Taxpayers’ Alliance",
        ),
        ("The ministry said that it was “a local matter” today.", ""),
        # Where the clause puts its subject.
        ("Corvantis, said Gilles Pontmercy, “should read its own forms”.", "Gilles Pontmercy"),
        ("Harold Pruitt paused before answering: “I serve the board.”", "Harold Pruitt"),
        ("Gordon Tull left, but was heard to say that it was “like watching paint”.", "Gordon Tull"),
        ("The Courier quoted Ann Roe as saying that it was “a poor one”.", "Ann Roe"),
        ("Enid Pargeter put it at nine pounds, “and that is dear.”", "Enid Pargeter"),
        (
            "Pavel Durnov, in a speech that was carried live, told them they were “being starved”.",
            "Pavel Durnov",
        ),
        ("Ann Roe said her director, whom she did not name, had told her to “find rain”.", ""),
        # Who is meant by a pronoun or a role.
        ("Judge Leonard Quist asked Ingrid Vaas how long. “Two breaths,” she said.", "Ingrid Vaas"),
        ("Ann Roe left. A nurse came in. “It was the heat,” she said.", ""),
        ("Ann Roe left. “It hurts,” said analysts at the bank.", ""),
        ("Ann Roe left. “Medic,” someone shouted.", ""),
        ("A spokesman for the union, the RMS, called it “a horror story”.", ""),
        # What a thing is called or says, nobody says.
        ("Ann Roe said that an email headed “lift again” had been read.", ""),
        ("Ann Roe stood by a banner that reads “no more bridges” in red.", ""),
    ],
)
def test_speaker_of_a_quotation(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_answers_of_an_interview_are_the_interviewees() -> None:
    text = (
        "Anna Thorsrud drills ice. Her teacher was Emil Strand.\n\nWhen did you start?\n\n“In 2006.”\n\n"
        "Marco Bellini wrote that you were “gloomy”.\n\n“Marco owns a ski lift.”"
    )

    assert speakers(text) == ["Anna Thorsrud", "Marco Bellini", "Anna Thorsrud"]


def test_a_one_letter_quotation_far_from_others_keeps_its_place() -> None:
    text = "He got “A” in it.\n\n" + "Nothing was said of it.\n\n" * 6 + "“It leaks,” said Ann Roe."
    found = article_of(text)

    assert [found.text[each.start : each.end] for each in found.quotations] == ["A", "It leaks,"]


def test_a_full_name_in_quoted_words_explains_a_short_one() -> None:
    text = "“My teacher, Emil Strand, took off his hat,” she said. Strand, a poet, wrote that ice is “slow”."

    assert speakers(text)[1] == "Emil Strand"


@pytest.mark.parametrize(
    "text",
    [
        "Prince’s “Purple Rain” was played at noon.",
        "She starred in “Saturday Night Live” for years.",
        "The novel “A Lesson Before Dying” came out in 1993.",
        "The “Hustlers” star was there.",
    ],
)
def test_titles_of_works_are_no_quotations(text: str) -> None:
    assert article_of(text).quotations == ()


@pytest.mark.parametrize(
    "text", ["“Go Away,” said Ann Roe.", "Ann Roe told the show “we are done” and left."]
)
def test_speech_beside_capitals_or_works_stays_speech(text: str) -> None:
    assert speakers(text) == ["Ann Roe"]


@pytest.mark.parametrize(
    "line",
    [
        "'Intolerable':FDA proposes a ban on the sale of cigars",
        "Health or a paycheck?Workers with no sick leave face a choice",
        "Contributing: Ann Roe, Bob Day",
    ],
)
def test_links_and_credits_between_paragraphs_are_cut(line: str) -> None:
    found = article_of(f"The bridge was closed on Monday.\n\n{line}\n\nIt opens again in May, the town said.")

    assert [cut.text for cut in found.cuts] == [line]


def test_a_scholar_of_copyright_is_not_cut() -> None:
    line = "Copyright scholar Jonas Feld called the decision unsurprising."

    assert line in article_of(f"The bridge was closed on Monday.\n\n{line}").text


def test_a_label_that_stands_once_marks_a_voice_only_where_it_points_to_earlier_articles() -> None:
    comment = (
        "TRENDLINE: For thirty years we have warned that a country with one pipe and two customers has none."
    )
    first = "Vostrania sold its gas twice last Monday."

    pointing = article_of(f"{first}\n\n{comment} (See “PIPE DREAMS,” 4 Oct 2022.)")
    plain = article_of(f"{first}\n\n{comment}")

    assert [block.kind for block in pointing.blocks] == ["reporting", "commentary"]
    assert [block.kind for block in plain.blocks] == ["reporting", "reporting"]


def test_a_label_that_asks_or_returns_too_often_is_a_party_to_an_interview() -> None:
    prose = "the town has built a bridge over the river and nobody knows to whom it belongs"
    comments = [Paragraph(f"OUR PAPER: {prose} {number}.") for number in range(2)]
    questions = [Paragraph(f"RADIO SIX: Why is it that {prose}?"), Paragraph(f"RADIO SIX: So {prose}.")]
    answers = [Paragraph(f"MS: I said that {prose} {number}.") for number in range(5)]
    others = [Paragraph("It was closed on Monday.")] * 20

    assert learned_labels([[*comments, *questions, *answers, *others]]) == {"OUR PAPER"}


def test_an_article_of_too_many_paragraphs_is_set_aside() -> None:
    draft = Draft("a.txt", tuple(Paragraph(f"Line {number}.") for number in range(11)))
    outcome = prepare(draft, CorpusSettings(max_paragraphs=10))

    assert isinstance(outcome, SetAside)
    assert outcome.reason == "has 11 paragraphs, above the limit of 10; split it"


def test_versions_of_a_story_tell_what_each_changed(tmp_path: Path) -> None:
    body = [
        f"Paragraph {number} of the long report on the flood in the delta of the river."
        for number in range(8)
    ]
    older = replace(
        article_of("\n\n".join([*body, "At least 41 died."])), id="old", published=date(2023, 3, 29)
    )
    newer = replace(
        article_of("\n\n".join([*body, "At least 118 died."])), id="new", published=date(2023, 3, 31)
    )
    signatures = [signature_of(each.text) for each in (older, newer)]
    ArticleStore.write(tmp_path / "s.sqlite", with_families([older, newer], signatures))
    store = ArticleStore(tmp_path / "s.sqlite")
    first, second = versions_of(store.article("old"), store)
    store.close()

    assert (first.article_id, first.gone, first.come) == (
        "new",
        ("At least 41 died.",),
        ("At least 118 died.",),
    )
    assert (second.article_id, second.gone, second.come) == ("old", (), ())
