"""What is kept and taken away: conversations as JSON and Markdown, verdicts in their file, questions counted."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Note, Sentence
from assistant.ui import history
from assistant.ui.conversation import Asked, Draft
from assistant.ui.events import Events
from assistant.ui.exporting import as_json, as_markdown, as_text, escaped
from assistant.ui.feedback import FILE, FeedbackUnusable, add
from assistant.ui.keeping import MOST_TURNS, ConversationUnreadable, kept, restored
from assistant.ui.numbering import number_for, numbered_of
from assistant.ui.rates import Rates, TooManyQuestions
from assistant.ui.settings import UiSettings
from index.passage import Filters
from tests.ui_room import FERRY, MOLE, Echo, citation, hit, room, shelf

AS_OF = Filters(as_of=date(2023, 5, 10))


def answer(sentences: Sequence[Sentence], **more: object) -> Answer:
    made = Answer("Q?", "Q?", AS_OF, "answered", 0.9, tuple(sentences), (hit(FERRY, 1),), "g1")
    return replace(made, **more)  # type: ignore[arg-type]


def words(start: int, end: int) -> Citation:
    return citation(MOLE, start, end)


STRUCK = Sentence("It struck the mole.", (words(0, 57),), day=date(2023, 4, 29), label="Then")
HURT = Sentence("Nobody was hurt.", (words(58, 74),), notes=(Note("superseded", "One was.", (words(0, 9),)),))
TURN = Asked(
    "Q?",
    answer([STRUCK, HURT], short="the mole", short_citation=words(30, 44), notes=(Note("widened", "All."),)),
    AS_OF,
    "good",
)


# --- kept by the browser ---------------------------------------------------


def test_a_turn_comes_back_from_the_browser_as_it_was() -> None:
    assert restored(f"[{kept(TURN)},{kept(TURN)}]") == (TURN, TURN)


@pytest.mark.parametrize(
    "text", ["", "[", "[1]", "{}", '[{"question": "x"}]', "[" * 100_000, "[NaN]", '"x"', "null"]
)
def test_what_is_no_conversation_is_refused_whole(text: str) -> None:
    with pytest.raises(ConversationUnreadable, match="another version of the page"):
        restored(text)


def test_a_field_of_another_type_is_refused() -> None:
    turn = json.loads(kept(TURN))
    turn["answer"]["sentences"][0]["citations"][0]["start"] = "<b>"

    with pytest.raises(ConversationUnreadable):
        restored(json.dumps([turn]))


def test_a_conversation_has_no_more_turns_than_the_browser_keeps() -> None:
    with pytest.raises(ConversationUnreadable, match=f"at most {MOST_TURNS} are read"):
        restored("[" + ",".join([kept(TURN)] * (MOST_TURNS + 1)) + "]")


def test_only_a_finished_turn_is_recorded_at_its_place_among_turns() -> None:
    assert ' data-place="1" ' in history.record([TURN, Draft("Q", failed="x"), TURN])
    assert history.record([TURN, Draft("Q", stopped=True)]) == ""
    assert history.record([]) == ""


# --- taken away ------------------------------------------------------------


def test_a_turn_as_text_has_its_short_answer_days_labels_notes_and_sources() -> None:
    assert as_text(TURN) == (
        "Q?\n\n"
        "the mole [1]\nThen:\n29 Apr 2023: It struck the mole. [1]\nNobody was hurt. [2]\nOne was. [3]\nAll.\n\n"
        "[1] Ferry Hits the Mole, The Harbour Weekly, 2 May 2023, https://harbour.example/ferry-mole\n"
        "    The ferry to Oststrand struck the north mole on Saturday.\n"
        "[2] Ferry Hits the Mole, The Harbour Weekly, 2 May 2023, https://harbour.example/ferry-mole\n"
        "    Nobody was hurt.\n"
        "[3] Ferry Hits the Mole, The Harbour Weekly, 2 May 2023, https://harbour.example/ferry-mole\n"
        "    The ferry"
    )


def test_markdown_links_titles_and_numbers_sources_turn_by_turn() -> None:
    turn = Asked("Q?", answer([HURT]))

    assert as_markdown("All", [turn, turn]) == "# All\n\n" + "\n\n".join(
        [
            "## Q?\n\nNobody was hurt. [1]\n\nOne was. [2]\n\n"
            "1. [Ferry Hits the Mole](<https://harbour.example/ferry-mole>), The Harbour Weekly, 2 May 2023: "
            "“Nobody was hurt.”\n"
            "2. [Ferry Hits the Mole](<https://harbour.example/ferry-mole>), The Harbour Weekly, 2 May 2023: "
            "“The ferry”"
        ]
        * 2
    ) + "\n"  # fmt: skip


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("![x](https://a.example/x.png)", r"\!\[x\](https:\//a.example/x.png)"),
        ("a <img src=x> & b", r"a \<img src=x\> \& b"),
        ("# No\n\nheading", r"\# No heading"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("www.a.example a@b.example", r"www\.a.example a\@b.example"),
        ("2.4 million (a third)", "2.4 million (a third)"),
    ],
)
def test_markdown_of_words_means_nothing_but_the_words(words: str, line: str) -> None:
    assert escaped(words) == line


def test_markdown_links_to_nothing_that_is_not_http() -> None:
    bad = replace(words(0, 9), url="javascript:alert(1)")

    assert "](" not in as_markdown("T", [Asked("Q?", answer([Sentence("S.", (bad,))]))])


def test_an_abstention_is_exported_as_one() -> None:
    turn = Asked("Q?", answer([], outcome="abstained"))

    assert as_text(turn) == "Q?\n\nThe corpus does not say."


def test_json_holds_what_the_command_line_prints() -> None:
    exported = json.loads(as_json("T", [TURN]))

    assert exported["title"] == "T"
    assert exported["turns"][0]["sentences"][0]["citations"][0]["quote"] == words(0, 57).quote
    assert exported["turns"][0]["filters"] == {"as_of": "2023-05-10"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Où est l’île ?", "ou-est-l-ile"),
        ("../../etc/passwd", "etc-passwd"),
        ("<x>", "x"),
        ("数", "conversation"),
    ],
)
def test_a_file_is_named_in_plain_words(title: str, name: str) -> None:
    assert history.file_name(title) == name


def test_an_export_of_what_cannot_be_read_is_none() -> None:
    assert history.exported({"talk": "[1]", "form": "json"}) == ""


def test_the_short_answer_has_the_number_of_the_words_it_lies_in() -> None:
    numbers = numbered_of(TURN.answer)

    assert [number_for(words(*span), numbers) for span in ((30, 44), (0, 9), (58, 60), (60, 80))] == [
        1,
        3,
        2,
        0,
    ]


# --- verdicts --------------------------------------------------------------


def rows(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / FILE).read_text("utf-8").splitlines()]


def test_a_verdict_is_written_with_all_that_an_evaluation_needs(home: Path) -> None:
    add(home, TURN, {"verdict": "evidence_wrong", "comment": " The other\u202e mole. "})

    (row,) = rows(home)
    assert sorted(row) == ["answer", "as_of", "at", "comment", "filters", "question", "standalone", "verdict"]
    assert (row["verdict"], row["comment"], row["as_of"]) == (
        "evidence_wrong",
        "The other mole.",
        "2023-05-10",
    )
    assert row["answer"]["sentences"][1]["text"] == "Nobody was hurt."  # type: ignore[index]


def test_a_line_cut_short_by_a_crash_spoils_no_other(home: Path) -> None:
    home.mkdir()
    (home / FILE).write_text('{"half', "utf-8")

    add(home, TURN, {"verdict": "good"})

    half, whole = (home / FILE).read_text("utf-8").splitlines()
    assert half == '{"half'
    assert json.loads(whole)["verdict"] == "good"


def test_a_full_file_takes_no_more(home: Path) -> None:
    add(home, TURN, {"verdict": "good"})

    with pytest.raises(FeedbackUnusable, match="is full"):
        add(home, TURN, {"verdict": "good"}, most_bytes=(home / FILE).stat().st_size + 10)
    assert len(rows(home)) == 1


def test_a_link_in_the_files_place_is_not_followed(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    (home / FILE).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FeedbackUnusable, match="could not be written"):
        add(home, TURN, {"verdict": "good"})
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    "fields",
    [{"turn": "0"}, {"turn": "0", "verdict": "x"}, {"turn": "7", "verdict": "good"}, {"verdict": "good"}],
)
def test_what_is_no_verdict_on_an_answer_is_refused(home: Path, fields: dict[str, object]) -> None:
    with pytest.raises(FeedbackUnusable):
        Events(room(home=home)).judge(fields, (replace(TURN, verdict=""),))
    assert not (home / FILE).exists()


def test_an_answer_is_judged_once(home: Path) -> None:
    events = Events(room(home=home))

    judged = events.judge({"turn": "0", "verdict": "good"}, (replace(TURN, verdict=""),))

    assert judged == (TURN,)
    with pytest.raises(FeedbackUnusable, match="no answer here to judge"):
        events.judge({"turn": "0", "verdict": "good"}, judged)


def test_a_server_without_a_home_asks_for_no_verdict(home: Path) -> None:
    entries = (replace(TURN, verdict=""),)

    assert "Rate this answer" not in Events(room()).conversation(entries)
    assert "Rate this answer" in Events(room(home=home)).conversation(entries)


# --- rates -----------------------------------------------------------------


def test_a_bucket_empties_and_fills_with_time_for_each_client() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])

    for client in ("a", "a", "b"):
        rates.take(client)
    with pytest.raises(TooManyQuestions, match="ask again in 30 s"):
        rates.take("a")
    now[0] = 30.0

    rates.take("a")


def test_no_limit_is_none() -> None:
    rates = Rates(0, clock=lambda: 0.0)

    for _ in range(1_000):
        rates.take("a")


def test_a_question_above_the_rate_is_refused_before_the_assistant_sees_it() -> None:
    echo = Echo(shelf())
    events = Events(room(echo, UiSettings(questions_per_minute=1)))

    for _ in range(2):
        *_, (last,) = events.answer("Who is rested?", Filters(), (), "me")

    assert isinstance(last, Draft)
    assert last.failed == "Too many questions at once; ask again in 60 s."
    assert len(echo.asked) == 1


@pytest.mark.parametrize(
    ("drop", "left"),
    [
        ("dates", Filters(publications=("A",))),
        ("publications", Filters(since=date(2023, 1, 1))),
        ("all", Filters()),
    ],
)
def test_widening_drops_what_its_button_says(drop: str, left: Filters) -> None:
    filters = Filters(since=date(2023, 1, 1), publications=("A",))

    assert Events(room()).wider({"drop": drop}, filters) == left
