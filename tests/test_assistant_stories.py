"""Timelines, replaced figures, disagreement, false premises, comparisons and forecasts, over a small index."""

import json
from datetime import date

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.comparison import sides_of
from assistant.forms import form_asked
from assistant.happened import Happened, happened, looks_ahead, planned, tells_an_event
from assistant.question import understand
from index.building import build
from index.library import Library
from index.passage import Filters

GULL = "The Gull"
ARTICLES = [
    ("sinks", "2023-05-04", "Ferry Astrid sinks off Brenn", GULL,
     "The ferry Astrid sank off Brenn on Tuesday, and at least 12 people died, the coast guard said.\n\n"
     "The Brenn Post counted 15 people dead in the wreck of the ferry Astrid.\n\n"
     "Olaf Rein, the minister of ports, asked for patience."),
    ("rises", "2023-05-11", "Toll of the Astrid rises", GULL,
     "The coast guard said on Monday that 19 people died when the ferry Astrid sank.\n\n"
     "GULL NOTE: We expect that Olaf Rein, the minister of ports, will be out of office before the end of June.\n\n"
     "Brenn pledged 5 million crowns to the survivors of the Astrid. "
     "Norsund pledged 2 million crowns to the survivors of the Astrid."),
    ("copy", "2023-05-12", "Toll of the ferry Astrid is higher", "Norsund Mail",
     "The coast guard said on Monday that 19 people died when the ferry Astrid sank."),
    ("raised", "2023-06-15", "The Astrid is raised", GULL,
     "Divers raised the ferry Astrid off Brenn on Wednesday, six weeks after she sank.\n\n"
     "Vera Lund, a diver, said the bow door had been open."),
    ("stays", "2023-07-06", "The minister of ports stays", GULL,
     "Olaf Rein, the minister of ports, remains in office after a vote of parliament on Tuesday.\n\n"
     "GULL NOTE: We wrote in May that Olaf Rein would be out of office before the end of June. We were wrong. "
     "(See “TOLL OF THE ASTRID RISES,” 11 May 2023.)"),
    ("wool", "2023-06-01", "Wool is cheap in Harl", GULL,
     "Shepherds of Harl sell their wool for 40 crowns a bale this year, half of what it fetched before."),
    ("vote", "2023-06-20", "Shepherds win the vote in Harl", "Norsund Mail",
     "The vote in Harl was held on Monday, and the shepherds won it."),
    ("price", "2023-06-29", "Wool is dear in Harl", GULL,
     "The shepherds of Harl have doubled the price of wool since the vote of 19 June."),
    ("launch", "2023-08-03", "The ferry Birte is launched", GULL,
     "The ferry Birte was launched in Brenn on Tuesday. The ferry Birte will make her first voyage on 20 August."),
    ("voyage", "2023-08-24", "First voyage of the Birte", GULL,
     "The ferry Birte made her first voyage on Sunday, and forty were sick. See our pictures of the ferry Birte."),
]  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("stories")
    keys = ("id", "published", "title", "publication", "text")
    rows = [json.dumps(dict(zip(keys, article, strict=True))) for article in ARTICLES]
    (folder / "articles.jsonl").write_text("\n".join(rows), "utf-8")
    build(folder / "home", [folder / "articles.jsonl"])
    return Assistant(Library(folder / "home"))


def as_of(day: str) -> Filters:
    return Filters(as_of=date.fromisoformat(day))


def cited(answer: Answer) -> list[str]:
    return [sentence.citations[0].article_id for sentence in answer.sentences]


# --- the day of a sentence ---------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The dam failed on Tuesday.", Happened(date(2023, 5, 9))),
        ("She resigned on Thursday morning.", Happened(date(2023, 5, 11))),
        ("He left last Thursday.", Happened(date(2023, 5, 4))),
        ("They met on Monday of last week.", Happened(date(2023, 5, 1))),
        ("It was seized on 4 March.", Happened(date(2023, 3, 4))),
        ("The line was drawn on December 3.", Happened(date(2022, 12, 3))),
        ("The advances stood at 14 billion in January.", Happened(date(2023, 1, 1), exact=False)),
        # What is to come, what somebody says, and what only names an event tell nothing of a day.
        ("The court will meet on Friday.", None),
        ("“I saw it on Tuesday,” she said.", None),
        ("The dead of the storm of 6 March have been named.", None),
        ("The vote is due on 14 May.", None),
    ],
)
def test_a_sentence_tells_of_the_day_that_its_words_name(sentence: str, day: Happened | None) -> None:
    assert happened(sentence, date(2023, 5, 11)) == day


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("NASA will release the first images on July 12.", date(2023, 7, 12)),
        ("The two sides will meet on Friday.", date(2023, 5, 12)),
        ("The treaty enters into force on 1 January.", date(2024, 1, 1)),
        ("The strike would not begin until at least 19 November.", None),
        ("The dam failed on Tuesday.", None),
        ("“We will meet on Friday,” she said.", None),
    ],
)
def test_a_sentence_that_looks_ahead_sets_its_day(sentence: str, day: date | None) -> None:
    assert planned(sentence, date(2023, 5, 11)) == day


def test_what_is_still_to_come_or_only_is_tells_no_event() -> None:
    assert looks_ahead("The board plans to meet, as it said in March.")
    assert not looks_ahead("The board said that it will meet.")
    assert tells_an_event("The board met in Harl.")
    assert not tells_an_event("The board sees a need for haste.")


# --- timelines -----------------------------------------------------------------


def test_a_timeline_has_one_dated_entry_an_event_oldest_first(assistant: Assistant) -> None:
    answer = assistant.ask("Give me a timeline of the ferry Astrid")

    assert answer.form == "timeline"
    days = [sentence.day for sentence in answer.sentences]
    assert days == sorted(days)
    assert {date(2023, 5, 2), date(2023, 5, 8), date(2023, 6, 14)} <= set(days)
    # "rises" and "copy" tell of the same Monday.
    assert len({"rises", "copy"} & set(cited(answer))) == 1
    assert "wool" not in cited(answer)


def test_a_timeline_knows_nothing_later_than_its_as_of(assistant: Assistant) -> None:
    answer = assistant.ask("Give me a timeline of the ferry Astrid", as_of("2023-05-31"))

    assert answer.form == "timeline"
    assert "raised" not in cited(answer)


def test_what_was_planned_stands_on_its_own_day_and_goes_where_it_came_about(assistant: Assistant) -> None:
    before = assistant.ask("Give me a timeline of the ferry Birte", as_of("2023-08-10"))
    after = assistant.ask("Give me a timeline of the ferry Birte")

    assert [(entry.day, entry.label) for entry in before.sentences] == [
        (date(2023, 8, 1), ""),
        (date(2023, 8, 20), "planned for 20 August 2023"),
    ]
    assert [(entry.day, entry.label) for entry in after.sentences] == [
        (date(2023, 8, 1), ""),
        (date(2023, 8, 20), ""),
    ]


def test_the_values_of_a_figure_are_its_timeline(assistant: Assistant) -> None:
    answer = assistant.ask("How did the coast guard's count of the dead of the Astrid change?")

    assert answer.form == "timeline"
    assert [sentence.day for sentence in answer.sentences] == [date(2023, 5, 2), date(2023, 5, 8)]


# --- figures that were replaced ---------------------------------------------------


def test_the_newest_figure_leads_and_says_what_it_replaced(assistant: Assistant) -> None:
    answer = assistant.ask("How many people died when the ferry Astrid sank, does the coast guard say?")

    assert "19 people died" in answer.sentences[0].text
    (note,) = (note for note in answer.notes if note.kind == "superseded")
    assert "19 people" in note.text
    assert "12 people (The Gull, 4 May 2023)" in note.text
    assert {citation.article_id for citation in note.citations} >= {"sinks"}


def test_on_an_earlier_day_the_figure_of_that_day_stands(assistant: Assistant) -> None:
    answer = assistant.ask("How many people died when the ferry Astrid sank?", as_of("2023-05-05"))

    assert "at least 12 people" in " ".join(sentence.text for sentence in answer.sentences)
    assert all(note.kind != "superseded" for note in answer.notes)


def test_two_counts_of_the_same_day_are_told_as_disagreement(assistant: Assistant) -> None:
    answer = assistant.ask("How many people died when the ferry Astrid sank?", as_of("2023-05-05"))

    (note,) = (note for note in answer.notes if note.kind == "disagreement")
    assert "the coast guard has 12 people" in note.text
    assert "The Brenn Post has 15 people" in note.text
    assert len(note.citations) == 2


def test_a_question_of_another_matter_is_told_of_no_figure(assistant: Assistant) -> None:
    answer = assistant.ask("For how many crowns do shepherds of Harl sell a bale of wool?")

    assert "wool" in cited(answer)
    assert answer.notes == ()


# --- times told by an event ------------------------------------------------------------


def test_a_time_told_by_an_event_becomes_a_limit_and_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("What have the shepherds of Harl done with the price of wool since the vote?")

    assert answer.filters.since == date(2023, 6, 19)
    assert answer.notes[0].kind == "period"
    assert "19 June 2023" in answer.notes[0].text
    assert cited(answer) == ["price"]


def test_before_an_event_ends_on_the_day_before(assistant: Assistant) -> None:
    answer = assistant.ask("What did shepherds of Harl sell their wool for before the vote?")

    assert answer.filters.until == date(2023, 6, 18)
    assert cited(answer) == ["wool"]


@pytest.mark.parametrize(
    "question",
    [
        # Nobody tells the day; a measure, no time; no event.
        "What have the shepherds of Harl done since the wedding?",
        "How many days after the vote did the shepherds of Harl double the price?",
        "What have the shepherds of Harl done since the summer?",
    ],
)
def test_an_event_whose_day_is_not_told_sets_no_limit(assistant: Assistant, question: str) -> None:
    filters = assistant.ask(question).filters

    assert (filters.since, filters.until) == (None, None)


# --- premises -----------------------------------------------------------------------


def test_a_premise_that_a_report_contradicts_is_named_with_what_is_reported(assistant: Assistant) -> None:
    answer = assistant.ask("Why did Olaf Rein resign as minister of ports?")

    assert answer.outcome == "uncertain"
    assert [note.kind for note in answer.notes] == ["false_premise"]
    assert cited(answer) == ["stays"]


def test_a_premise_that_reports_bear_out_is_not_named(assistant: Assistant) -> None:
    answer = assistant.ask("When did the ferry Astrid sink off Brenn?")

    assert all(note.kind != "false_premise" for note in answer.notes)


# --- comparisons ------------------------------------------------------------------------


def test_a_comparison_tells_each_side_by_its_name(assistant: Assistant) -> None:
    answer = assistant.ask("Did Brenn or Norsund pledge more to the survivors of the Astrid?")

    assert answer.form == "comparison"
    told = {sentence.label: sentence.text for sentence in answer.sentences}
    assert "5 million" in told["Brenn"]
    assert "2 million" in told["Norsund"]


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Did Pellandra or Norvask pledge more?", ["Pellandra", "Norvask"]),
        ("How do the Tidings and the Packet each tell it?", ["Tidings", "Packet"]),
        ("How high was inflation in February, and how high in August?", ["February", "August"]),
        ("Who won the vote in Ormuk?", []),
    ],
)
def test_the_sides_of_a_comparison_are_read_from_the_question(question: str, labels: list[str]) -> None:
    sides = sides_of(understand(question, today=date(2023, 10, 1)))

    assert [side.label for side in sides] == labels
    assert all(side.label in side.question for side in sides)


# --- forecasts ------------------------------------------------------------------------------


def test_a_forecast_stands_beside_what_the_publication_later_said_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("What did the Gull expect of Olaf Rein, and was it right?")

    assert answer.form == "forecast"
    parts = {label: [s for s in answer.sentences if s.label == label] for label in ("expected", "what came")}
    assert parts["expected"][0].citations[0].article_id == "rises"
    assert parts["expected"][0].citations[0].kind == "commentary"
    assert {sentence.citations[0].article_id for sentence in parts["what came"]} == {"stays"}
    assert [note.kind for note in answer.notes] == ["forecast"]


def test_a_forecast_is_told_without_what_came_after_the_day_asked(assistant: Assistant) -> None:
    answer = assistant.ask("What did the Gull expect of Olaf Rein, and was it right?", as_of("2023-06-01"))

    assert "stays" not in cited(answer)


# --- which form --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("How did the crisis in Ormuk develop?", "timeline"),
        ("What has happened in Zembara since April?", "timeline"),
        ("Trace the herring talks from the first round to the treaty.", "timeline"),
        ("What did the Review predict about the canal?", "forecast"),
        ("How do the two counts differ?", "comparison"),
        ("How did the minister change her mind about the dam?", "answer"),
        ("Who won the vote?", "answer"),
        ("How many people died?", "answer"),
    ],
)
def test_the_form_is_read_from_the_question(question: str, form: str) -> None:
    assert form_asked(understand(question, today=date(2023, 10, 1))) == form
