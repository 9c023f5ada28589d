"""Forms of articles beyond the plain report: lists, hearings, profiles, pages with players; one rule a case."""

import pytest

from corpus.article import Article, SetAside
from corpus.authors import authors_of
from corpus.draft import Draft, paragraphs_of
from corpus.preparing import prepare
from corpus.settings import CorpusSettings
from tests.test_corpus_speakers import article_of, speakers


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # Names: initials, offices, post-nominals, parties, openers.
        ("“It leaks,” said U.S. House Speaker Nancy Poole.", ["Nancy Poole"]),
        ("J.R. Ford owns it. “It leaks,” Ford said.", ["J.R. Ford"]),
        ("State Sen. Ann Roe, D-Wells, called it “a poor one”.", ["Ann Roe"]),
        ("Rep. Ann Roe, D-N.Y., said it was “a poor one”.", ["Ann Roe"]),
        ("Fiona Tait KC called it “a poor one”.", ["Fiona Tait"]),
        ("Mark Roe of Hill Securities wrote that it was “a poor one”.", ["Mark Roe"]),
        ("Mindy Roe, head of the Center for Better Rivers, left. “It leaks,” she said.", ["Mindy Roe"]),
        ("Adam Roe built it. Mrs Roe shrugged. “It leaks,” Mrs Roe said.", ["Roe"]),
        ("Ann Roe left. “It leaks,” league officials said.", [""]),
        ("Ann Roe left. Shortly before he died he sent word to say: “It leaks.”", [""]),
        # Who is meant, where nobody is named beside the quotation.
        ("A retired vet told the court that it was “a poor one”.\n\nLuc Roe, 44, is a witness.", ["Luc Roe"]),
        ("Tom Lenk took the job last year. The former pilot called it “a poor one”.", ["Tom Lenk"]),
        ("Tom Lenk took the job last year. The 51-year-old called it “a poor one”.", ["Tom Lenk"]),
        ("Mary Lenk lost. The Frenchman said it was “a poor one”. “It leaks,” she said.", ["Mary Lenk"] * 2),
        ("Bogdan Kos, known to everyone as Boki, rows. “It leaks,” Boki says.", ["Bogdan Kos"]),
        ("Edward “Big Ed” Farley rows. “It leaks,” Farley says.", ["Edward Farley"]),
        ("Ivan Volkov, the mayor, left. “It leaks,” Volkov’s spokesman said.", [""]),
        ("Ann Roe left. Her neighbour came in. “It leaks,” she said.", [""]),
        ("Ann Roe saw a sign on the door: “Closed.”", [""]),
        # Where the attribution stands.
        ("She was told by her tutor, Paul Roe, that it was “a poor one”.", ["Paul Roe"]),
        ("However, when asked by Paul Roe, “Does it leak?”, she left.", ["Paul Roe"]),
        ("Downstairs, Bob Day, noting that it rained, told Ann Roe: “It leaks.”", ["Bob Day"]),
        ("“It leaks,” one of the first two states to say so, said Ann Roe.", ["Ann Roe"]),
        ("The work was paid for by the Roe Council, which said it was “a poor one”.", ["Roe Council"]),
        ("“It leaks,” came a cry from behind Ann Roe.", [""]),
        ("Ann Roe said on Friday: “Allen ran.”\n\nOn Sunday Roe “just wanted to run”.", ["Ann Roe"] * 2),
        ("Wells: Mayor Ann Roe left, arguing the town is “better off”.", ["Ann Roe"]),
        ("“We are going to mend it.”\n\n– Democrat Ann Roe, mayor of Wells", ["Ann Roe"]),
    ],
)
def test_speakers_in_more_forms(text: str, named: list[str]) -> None:
    assert speakers(text) == named


def test_short_answers_in_a_hearing_alternate_with_the_questions() -> None:
    text = (
        "“It was dark,” Owen Prosser told the court.\n\n“How many pints?” asked Imran Sheikh.\n\n“Four.”\n\n"
        "“And how many cans?”\n\n“One.”"
    )

    assert speakers(text) == ["Owen Prosser", "Imran Sheikh", "Owen Prosser", "Imran Sheikh", "Owen Prosser"]


def test_in_an_interview_who_says_i_is_the_one_asked() -> None:
    text = (
        "Carl Stroud was a bassist.\n\nQ: Why did you leave?\n\nA: We had a hit.\n\nQ: And the house?\n\n"
        "A: I told them that it was “a parable”."
    )

    assert speakers(text) == ["Carl Stroud"]


def test_items_of_a_list_stand_alone() -> None:
    items = [f"Town {number}\n\nA bridge was closed on Monday, the town said." for number in range(6)]
    text = "\n\n".join(
        [*items, "Wells\n\nMayor Ann Roe opened a pool.", "Hull\n\n“It leaks,” she said of the roof."]
    )

    assert speakers(text) == [""]


def test_of_two_of_one_family_a_bare_surname_is_the_one_of_whom_the_article_says_most() -> None:
    filler = "The dictionary came out in May and was sold in every town of the country that year. " * 5
    text = (
        f"Hester Quayle died on Tuesday. Hester Quayle was 91. Her nephew, Simon Quayle, confirmed it.\n\n{filler}\n\n"
        "Quayle wrote that grammar was “for the polite”."
    )

    assert speakers(text) == ["Hester Quayle"]


def test_of_two_of_one_surname_far_apart_the_later_story_is_meant() -> None:
    filler = "The bridge was built in the spring and was closed again in the same year by the town. " * 5
    text = (
        f"Johnny Brown played for the town. Johnny Brown was 70.\n\n{filler * 4}\n\nHeather Brown runs the calls.\n\n"
        f"{filler}\n\nBrown described the room as “a dungeon”."
    )

    assert speakers(text) == ["Heather Brown"]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Roe told a host on “New Day” that it leaks.",
        "He liked the films “Tootsie” and “Manhattan.”",
        "“Speak,” by Laurie Day",
        "Thomas “Stonewall” Day died.",
    ],
)
def test_works_and_nicknames_are_no_quotations(text: str) -> None:
    assert article_of(text).quotations == ()


def test_words_of_the_article_in_single_marks_over_prose_are_a_heading() -> None:
    found = article_of(
        "Ann Roe said it leaks.\n\n‘Suicide mission’\n\nThe town will mend the roof in May, it said."
    )

    assert [block.kind for block in found.blocks] == ["reporting", "heading", "reporting"]
    assert found.quotations[0].speaker_full == ""


@pytest.mark.parametrize(
    "line",
    [
        "Video Ad Feedback How the bridge fell 01:16 - Source: Channel Nine",
        "JUST WATCHED The bridge falls Replay More Videos ... MUST WATCH The bridge falls 01:55",
        "►Bridge sales: three tips for those who want one",
        "Get the latest updates on the bridge here",
        "Check your local forecast here>>>",
        "Does yours hold?:Few big names on a list of bridges",
        "If your day starts late, let us introduce you to it. Sign up here for the ‘Five Bridges’ newsletter.",
    ],
)
def test_players_pointers_and_sign_up_lines_are_cut(line: str) -> None:
    found = article_of(f"The bridge was closed on Monday.\n\n{line}\n\nIt opens again in May, the town said.")

    assert [cut.text for cut in found.cuts] == [line]


@pytest.mark.parametrize(
    "line",
    ["►The mayor said the bridge would hold.", "Get updates on the bridge from the town’s own office."],
)
def test_sentences_of_the_article_are_no_pointers(line: str) -> None:
    assert line in article_of(f"The bridge was closed on Monday.\n\n{line}\n\nIt opens in May, it said.").text


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["Ann Roe", "Cnn Business"], ("Ann Roe",)),
        (["Cnn Staff"], ()),
        (["Analysis Ann Roe"], ("Ann Roe",)),
        (["Ann Roe Cnn"], ("Ann Roe",)),
    ],
)
def test_the_publication_and_its_desks_are_no_authors(given: list[str], names: tuple[str, ...]) -> None:
    assert authors_of(given, "CNN") == names


def prepared(text: str, title: str, publication: str = "The Week") -> Article:
    draft = Draft("a.txt", paragraphs_of(text), title=title, publication=publication)
    outcome = prepare(draft, CorpusSettings())
    assert not isinstance(outcome, SetAside)
    return outcome  # type: ignore[return-value]


def test_the_publication_at_the_end_of_a_title_is_no_part_of_it() -> None:
    text = "The bridge was closed on Monday."

    assert prepared(text, "A bridge falls | The Week UK").title == "A bridge falls"
    assert prepared(text, "A bridge falls | Opinion").title == "A bridge falls | Opinion"


def test_bare_names_over_their_paper_are_the_authors() -> None:
    body = "The bridge was closed on Monday.\n\nIt opens again in May, the town said."

    assert prepared(f"Karen Day and Paul Roe\n\nSpecial for the Courier\n\n{body}", "A").authors == (
        "Karen Day",
        "Paul Roe",
    )
    assert prepared(f"Karen Day\n\nA portrait\n\nDay builds bridges. {body}", "A").authors == ()


def test_past_a_thousand_quotations_no_speaker_is_sought() -> None:
    found = article_of("“It leaks,” said Ann Roe. " * 1_002)

    assert [each.speaker_full for each in found.quotations[999:]] == ["Ann Roe", "", ""]
