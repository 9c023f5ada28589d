"""Premises that reports contradict or pass over in silence. Passages made by hand, no index."""

from datetime import date

import pytest

from assistant.premise import contradiction, silence
from assistant.question import Understood, understand
from index.passage import Hit
from tests.handmade import hit


def hits(*texts: str) -> list[Hit]:
    return [hit(rank, "2023-05-04", text) for rank, text in enumerate(texts, 1)]


def asked(question: str) -> Understood:
    return understand(question, today=date(2023, 12, 1))


def against(question: str, *texts: str) -> str:
    found = contradiction(asked(question), hits(*texts), lambda _term: 1.0)
    return found.text if found else ""


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("Why did Olaf Rein resign as minister?", "Olaf Rein remains minister after a vote."),
        ("Why did Olaf Rein resign as minister?", "Olaf Rein did not resign as minister."),
        ("On what day did Brenn pay its share of the bridge?", "Brenn did not pay its share of the bridge."),
        ("Why did Norsund reject the harbor treaty?", "Norsund ratified the harbor treaty on Monday."),
        ("How long is the tunnel of the Harl railway?", "The Harl railway has four bridges and no tunnel."),
        ("How many people died when the ferry Astrid sank?", "When the ferry Astrid sank nobody was hurt."),
        ("By how much was Olaf Rein elected president of Harl?", "Vera Lund was elected president of Harl."),
    ],
)
def test_a_report_of_the_contrary_contradicts(question: str, report: str) -> None:
    assert against(question, report) == report


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        # Borne out as closely; of somebody else; only supposed; a question whether; no longer.
        ("Why did Olaf Rein resign?", ["Olaf Rein resigned on Monday.", "In May Olaf Rein had remained."]),
        ("Why did Olaf Rein resign?", ["Vera Lund, the mayor of Brenn, remains in office."]),
        ("Why did Norsund reject the treaty?", ["Norsund could still have ratified the treaty."]),
        ("Did Olaf Rein resign?", ["Olaf Rein remains in office."]),
        ("How many sheep has Harl?", ["Harl is no longer rich in sheep."]),
        (
            "By how much was Olaf Rein elected president of Harl?",
            ["Olaf Rein was elected president of Harl."],
        ),
    ],
)
def test_a_premise_that_may_be_true_is_not_contradicted(question: str, reports: list[str]) -> None:
    assert against(question, *reports) == ""


def test_silence_of_several_articles_about_somebody_tells_that_it_did_not_happen() -> None:
    told = ("Olaf Rein opened the bridge.", "Olaf Rein was in Brenn.")

    assert silence(asked("Why did Olaf Rein resign?"), hits(*told)) == "resign"


@pytest.mark.parametrize(
    "told",
    [("Olaf Rein opened the bridge.",), ("Olaf Rein was in Brenn.", "Olaf Rein quit on Monday.")],
)
def test_one_article_or_one_that_tells_it_is_no_silence(told: tuple[str, ...]) -> None:
    assert silence(asked("Why did Olaf Rein resign?"), hits(*told)) == ""


def test_the_event_asked_about_is_the_one_of_the_main_clause() -> None:
    told = ("The Astrid Line has new ferries.", "A ferry of the Astrid Line sank.")

    assert (
        silence(asked("How many people were killed when the Astrid Line ferry sank?"), hits(*told))
        == "killed"
    )
