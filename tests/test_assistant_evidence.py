"""Which sentences answer, what in them may be the answer, how sure that makes, and how they are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assistant.abstention import ANSWERED_FROM, UNCERTAIN_FROM, Features, confidence, features_of, outcome
from assistant.advice import advice_on
from assistant.answering import choose, write
from assistant.clues import Clues, weight_of
from assistant.evidence import Evidence, weigh
from assistant.kinds import asking_clause, kind_of, noun_asked, parts_of
from assistant.question import Understood, understand
from assistant.settings import AssistantSettings
from assistant.short import short_answer
from assistant.sought import fits, spans
from assistant.widening import note_on, widened
from corpus.article import Article, Block, Quotation
from index.passage import Filters, Hit, Passage

TODAY = date(2023, 9, 10)


def asked(question: str, **fields: object) -> Understood:
    return understand(question, today=TODAY, **fields)  # type: ignore[arg-type]


def hit(article_id: str, sentences: Sequence[str], rank: int = 1, **fields: object) -> Hit:
    """A passage that opens its article; sentences are one space apart."""
    starts = [sum(len(earlier) + 1 for earlier in sentences[:place]) for place in range(len(sentences))]
    spans_ = tuple((start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True))
    text = " ".join(sentences)
    passage = Passage(f"{article_id}#0", article_id, 0, len(text), text, "reporting", spans_, **fields)  # type: ignore[arg-type]
    return Hit(rank, passage, 1.0, dense_rank=rank, lexical_rank=rank, similarity=0.5)


def found(article_id: str, text: str, score: float = 5.0, part: int = 0, start: int = 0) -> Evidence:
    return Evidence(hit(article_id, [text]), start, start + len(text), text, score, Clues(), part)


def alike(texts: Sequence[str]) -> np.ndarray:
    """An encoder to which all texts mean the same, so that the other clues decide."""
    return np.ones((len(texts), 1), dtype=np.float32)


# --- the question --------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What did it cost to build the dam?", "money"),
        ("How much did the bidder pay?", "money"),
        ("What percentage of adults disapprove?", "percentage"),
        ("What is the key interest rate of the bank?", "percentage"),
        ("How thick was the steel?", "number"),
        ("By what margin did she survive the vote?", "number"),
        ("How did the general answer when he was asked about the depot?", "quotation"),
        ("How soon will the bridge open?", "date"),
        ("How full are the caverns?", "number"),
        ("Why did the talks break off?", "reason"),
        ("What caused the leak?", "reason"),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(question: str, kind: str) -> None:
    assert kind_of(question) == kind


def test_an_abbreviation_does_not_part_the_clause_that_asks() -> None:
    question = "A poll is out. What share of adults disapprove of the decision in Roe v. Wade?"

    assert asking_clause(question) == "What share of adults disapprove of the decision in Roe v. Wade?"


@pytest.mark.parametrize(
    ("clause", "noun"),
    [
        ("How many hot dogs did he eat?", ("hot", "dogs")),
        ("Which airline will buy it?", ("airline",)),
        ("Who won?", ()),
    ],
)
def test_the_noun_asked_for_is_read(clause: str, noun: tuple[str, ...]) -> None:
    assert noun_asked(clause) == noun


def test_questions_joined_in_one_are_parted_each_with_the_names_of_the_first() -> None:
    assert parts_of("What penalty was set for the Patient Margaret, and what was paid in the end?") == (
        "What penalty was set for the Patient Margaret",
        "what was paid in the end? (Patient Margaret)",
    )


@pytest.mark.parametrize(
    "clause",
    [
        "Which two countries did Sweden and Finland join?",
        "According to a recent survey, what share of adults disapprove?",
        "Who won, and who?",
    ],
)
def test_a_question_that_joins_none_is_left_whole(clause: str) -> None:
    assert parts_of(clause) == (clause,)


# --- what may be the answer ----------------------------------------------------


@pytest.mark.parametrize(
    ("question", "sentence", "answers"),
    [
        (
            "How many tonnes of herring were aboard?",
            "They found 84 tonnes aboard on 4 March.",
            {"84": 1.0, "4": 0.5},
        ),
        ("How heavy is the bronze?", "Twenty of them weigh 300 kilos.", {"Twenty": 0.5, "300": 1.0}),
        (
            "How much have gas prices increased?",
            "Prices, at $5 a gallon, were up nearly 60% over 12 months.",
            {"$5": 0.5, "60%": 1.0, "12": 0.5},
        ),
        (
            "How old is Jane Osk?",
            "Seven weeks ago Osk, 42, wed a 39-year-old skipper.",
            {"Seven": 0.5, "42": 1.0, "39": 1.0},
        ),
        (
            "How much did the bidder pay?",
            "He paid $19 million for 2 lunches.",
            {"$19 million": 1.0, "2": 0.5},
        ),
        ("What share of adults disapprove?", "Some 60% of 1,200 adults do.", {"60%": 1.0, "1,200": 0.5}),
        ("When did the talks end?", "They ended on 12 May 2023 in Osk.", {"12 May 2023": 1.0}),
        ("How many hot dogs did he eat?", "It was his 15th title.", {}),
        ("Which country elected her?", "In Peru she beat Mayor Osk.", {"Peru": 1.0, "Mayor Osk": 0.25}),
        ("Which show won?", "The prize went to “House of Osk” again.", {"“House of Osk”": 1.0}),
        ("Who chairs the talks?", "Mara Velin, a judge, chairs the talks.", {"Mara Velin": 1.0}),
    ],
)
def test_spans_of_the_kind_sought_are_found_with_their_fit(
    question: str, sentence: str, answers: dict[str, float]
) -> None:
    assert {span.text: span.fit for span in spans(asked(question), sentence)} == answers


def test_a_span_is_cut_where_it_stands() -> None:
    sentence = "They found 84 tonnes aboard."

    (span,) = spans(asked("How many tonnes were aboard?"), sentence)

    assert sentence[span.start : span.end] == span.text == "84"


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert spans(asked("Who beat Mara Velin in 2023?"), "Mara Velin stood in 2023.") == []


def test_one_who_is_quoted_nearby_is_a_person() -> None:
    question, sentence = asked("Who said so?"), "Radio Osk asked Velin."

    assert fits(question, sentence, speakers=("Mara Velin",)) == 1.0
    assert fits(question, sentence) < 1.0


def test_a_fuller_form_of_the_name_asked_about_is_hardly_the_person_sought() -> None:
    question = asked("Who replaced Breyer?")

    assert fits(question, "It was Justice Stephen Breyer who retired.") == 0.25
    assert fits(question, "President Jackson said she was ready.") == 1.0


def test_a_reason_fits_where_words_tell_one() -> None:
    question = asked("Why did the talks break off?")

    assert fits(question, "They ended because the sides stood 13,000 tonnes apart.") == 0.5
    assert fits(question, "They ended at noon.") == 0.0


# --- evidence ------------------------------------------------------------------


def test_a_sentence_that_holds_the_kind_sought_beats_one_that_only_shares_the_words() -> None:
    question = asked("How many people died when the Tarn dam failed?")
    hits = [
        hit("a1", ["People died when the Tarn dam failed at night.", "The dead number 27 people by now."])
    ]

    first, second = weigh(question, hits, alike, lambda _: 1.0)

    assert (first.text, first.clues.fit) == ("The dead number 27 people by now.", 1.0)
    assert second.clues.overlap > first.clues.overlap


def test_an_articles_opening_beats_the_same_words_far_down() -> None:
    assert weight_of(Clues(lead=1.0)) > weight_of(Clues(lead=0.1))


def test_only_so_many_sentences_are_compared_by_meaning() -> None:
    encoded: list[str] = []

    def counting(texts: Sequence[str]) -> np.ndarray:
        encoded.extend(texts)
        return alike(texts)

    hits = [hit("a1", [f"Sentence number {place} tells of the dam." for place in range(9)])]
    weighed = weigh(
        asked("What of the dam?"), hits, counting, lambda _: 1.0, AssistantSettings(sentences_weighed=3)
    )

    assert len(weighed) == 3
    assert len(encoded) == 4  # the question too


def test_captions_questions_and_references_are_no_evidence() -> None:
    caption = "OSK, TARN - JUNE 06: Men at the broken dam (Photo by Jane Osk/Getty Images)"
    credit, claim = "Caleb Jones/AP Men stand at the dam.", "The claim: Osk broke the dam at night"
    reference = "(See “Dam Breaks,” 18 Apr 2023, for more.)"
    hits = [hit("a1", ["Who broke the dam at Osk?", reference, caption, credit, claim])]

    assert weigh(asked("Who broke the dam?"), hits, alike, lambda _: 1.0) == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("HOLLEN, Zembara (Lesk Wire) - A gate jammed on Tuesday.", "A gate jammed on Tuesday."),
        ("OSTRANE, March 23, 2023 — The canal was a gift to Velmara.", "The canal was a gift to Velmara."),
        ("New York (CNN Business) Prices rose again in May.", "Prices rose again in May."),
        ("(Reuters) “Prices rose,” the bank said on Friday.", "“Prices rose,” the bank said on Friday."),
        ("TJX (TJX) closed its shops in June.", "TJX (TJX) closed its shops in June."),
        ("-- President Osk called up reservists.", "President Osk called up reservists."),
        ("VIEW PAC -- the leading donor -- gave nothing.", "VIEW PAC -- the leading donor -- gave nothing."),
    ],
)
def test_evidence_begins_behind_the_dateline_and_its_offsets_say_so(sentence: str, words: str) -> None:
    (one,) = weigh(asked("What happened?"), [hit("a1", [sentence])], alike, lambda _: 1.0)

    assert one.text == words
    assert sentence[one.start : one.end] == words


def test_a_brief_question_is_answered_in_kindred_words_too() -> None:
    brief = asked("Who chairs the herring talks?")
    long = asked("Who chairs the herring talks that the two shores of the Lesk began in Carrowmere?")
    hits = [hit("a1", ["Leontine Grae was made chairwoman on Monday."])]

    # "chairwoman" for "chairs": one of three terms, none of those of the long question
    assert weigh(brief, hits, alike, lambda _: 1.0)[0].clues.clause == pytest.approx(1 / 3)
    assert weigh(long, hits, alike, lambda _: 1.0)[0].clues.clause == 0.0


def test_the_newest_report_leads_where_a_brief_question_asks_how_things_stand() -> None:
    hits = [
        hit("a1", ["Jane Osk is the governor of the bank."], published=date(2023, 3, 2)),
        hit("a2", ["Peter Tarn is the governor of the bank."], published=date(2023, 6, 2)),
    ]

    stands = weigh(asked("Who is the governor of the bank?"), hits, alike, lambda _: 1.0)
    stood = weigh(asked("Who was the governor of the bank?"), hits, alike, lambda _: 1.0)

    assert [one.hit.passage.article_id for one in stands] == ["a2", "a1"]
    assert [one.clues.current for one in stood] == [0.0, 0.0]


def test_a_publications_own_view_is_no_answer_to_a_question_of_fact() -> None:
    hits = [hit("a1", ["We think that Jane Osk wins the runoff."])]
    own = [replace(each, passage=replace(each.passage, kind="commentary")) for each in hits]

    assert weigh(asked("Who won the runoff?"), own, alike, lambda _: 1.0)[0].clues.comments == 1.0
    assert weigh(asked("Who won the runoff?"), hits, alike, lambda _: 1.0)[0].clues.comments == 0.0
    assert weigh(asked("Who was expected to win?"), own, alike, lambda _: 1.0)[0].clues.comments == 0.0


def test_words_on_the_subject_beat_other_words_of_the_same_speaker() -> None:
    question = asked("What did Ewan Dace say about the photograph?")
    hits = [
        hit("a1", ["“Somebody has been sewing,” Dace said."], speakers=("Ewan Dace",)),
        hit("a2", ["“A man for the photograph,” Dace said."], speakers=("Ewan Dace",)),
    ]

    first, second = weigh(question, hits, alike, lambda _: 1.0)

    assert (first.hit.passage.article_id, first.clues.topic, second.clues.topic) == ("a2", 1.0, 0.0)


def test_each_of_two_joined_questions_gets_its_sentence_in_their_order() -> None:
    question = asked("What penalty was set for the Two Sisters, and what was paid in the end?")
    evidence = [
        found("a1", "The owner paid 1.6 million krenn.", score=9, part=1),
        found("a2", "The penalty was set at 2.4 million.", score=3, part=0),
    ]

    chosen = choose(question, evidence, AssistantSettings())

    assert [one.part for one in chosen] == [0, 1]


def test_a_sentence_that_says_the_same_or_is_much_weaker_is_left_out() -> None:
    evidence = [
        found("a1", "The dam at Osk failed in the night.", score=9),
        found("a2", "In the night the dam at Osk failed.", score=8.5),
        found("a3", "A choir sang on the ferry to Tarn.", score=2),
    ]

    chosen = choose(asked("What failed at Osk?"), evidence, AssistantSettings())

    assert [one.hit.passage.article_id for one in chosen] == ["a1"]


def test_the_best_sentence_leads_and_the_one_behind_it_follows() -> None:
    before = found("a1", "She asked her mother in the end.", score=7)
    best = found("a1", "Take the twenty, said the old woman.", score=9, start=before.end + 1)
    behind = found("a1", "The daughter did as she was told.", score=6.5, start=best.end + 1)
    other = found("a2", "The queen with the heron stays behind.", score=8)

    chosen = choose(asked("What did she say?"), [best, other, before, behind], AssistantSettings())

    assert chosen == [best, behind, other, before]


def test_a_best_sentence_that_leans_on_the_one_before_it_is_led_by_that() -> None:
    before = found("a1", "Jane Osk asked her mother in the end.", score=7)
    best = found("a1", "She was told to take the twenty.", score=9, start=before.end + 1)
    other = found("a2", "The queen with the heron stays behind.", score=8)

    chosen = choose(asked("What was Osk told?"), [best, other, before], AssistantSettings())

    assert chosen == [before, best, other]


# --- the short answer ----------------------------------------------------------


def test_the_number_that_most_articles_say_is_the_short_answer() -> None:
    question = asked("How many people died in the flood?")
    evidence = [
        found("a1", "In the flood 27 people died.", score=8),
        found("a2", "The flood killed 27 people at night.", score=8),
        found("a3", "A flood in Osk killed 40 people.", score=7),
    ]

    short = short_answer(question, evidence[:1], evidence, lambda _: 1.0, confident=0.9)

    assert short is not None
    assert (short.text, short.evidence) == ("27", evidence[0])
    assert evidence[0].text[short.start : short.end] == "27"


def test_no_short_answer_where_two_stand_equal_or_the_answer_is_unsure() -> None:
    question = asked("How many people died in the flood?")
    evidence = [found("a1", "In the flood 27 people died."), found("a2", "In the flood 40 people died.")]

    assert short_answer(question, evidence, evidence, lambda _: 1.0, confident=0.6) is None
    assert short_answer(question, evidence[:1], evidence[:1], lambda _: 1.0, confident=0.2) is None


def test_no_short_answer_from_a_sentence_that_is_not_shown() -> None:
    question = asked("How many people died in the flood?")
    shown, hidden = found("a1", "The flood came at night.", score=8), found("a2", "27 people died.", score=8)

    assert short_answer(question, [shown], [shown, hidden], lambda _: 1.0, confident=0.9) is None


# --- confidence ----------------------------------------------------------------


def test_confidence_is_the_logistic_of_weighted_features() -> None:
    # -9.069 + 10 * 0.313 + 2.381 + 1.499 + 1.977 + 1.334 = 1.252; 1 / (1 + e^-1.252) = 0.7776
    features = Features(score=10, similarity=1, subject=1, anywhere=1, ranks=1, stale=0, age=0, unmet=0)

    assert confidence(features) == pytest.approx(0.7776, abs=1e-4)


def test_three_outcomes_part_at_the_two_thresholds() -> None:
    assert [outcome(ANSWERED_FROM), outcome(ANSWERED_FROM - 0.01), outcome(UNCERTAIN_FROM - 0.01)] == [
        "answered", "uncertain", "abstained",
    ]  # fmt: skip


def test_an_old_report_makes_a_question_about_this_week_stale() -> None:
    question = asked("Who won this week?")
    old = Evidence(hit("a1", ["Jane won."], published=date(2023, 8, 10)), 0, 9, "Jane won.", 5.0, Clues())

    assert features_of(question, [old]).stale == 1.0
    assert features_of(asked("Who won?"), [old]).stale == 0.0


def test_what_is_a_quarter_older_than_the_day_asked_may_have_been_overtaken() -> None:
    old = Evidence(hit("a1", ["Jane won."], published=date(2023, 5, 13)), 0, 9, "Jane won.", 5.0, Clues())

    # 45 of 90 days
    assert features_of(asked("Who won?", filters=Filters(as_of=date(2023, 6, 27))), [old]).age == 0.5
    assert features_of(asked("Who won?"), [old]).age == 0.0


def test_what_a_short_question_asks_must_stand_with_the_answer_a_long_one_tells_more_than_it_asks() -> None:
    sentence = "Jane Osk spoke of the dam."
    one = Evidence(hit("a1", [sentence]), 0, len(sentence), sentence, 5.0, Clues(asked=0.25))
    long = "The dam of Jane Osk stood for ninety years, fed three mills and a forge. How old is Jane Osk?"

    assert features_of(asked("How old is Jane Osk?"), [one]).unmet == 0.75
    assert features_of(asked(long), [one]).unmet == 0.0
    assert features_of(asked("Who said that Jane Osk is old?"), [one]).unmet == 0.0


def test_nothing_chosen_has_no_features() -> None:
    with pytest.raises(ValueError, match="no evidence"):
        features_of(asked("Who won?"), [])


# --- attribution ---------------------------------------------------------------

TEXT = (
    "Jon Arvid, a skipper, spoke on Monday. He expects a settlement.\n\n"
    "“We were warned,” she said. LEDGER: It was foreseeable."
)


def article(id_: str = "a1", text: str = TEXT, publication: str = "Ledger") -> Article:
    quoted, own = text.index("We were warned"), text.index("LEDGER")
    return Article(
        id=id_,
        title="Toll rises",
        text=text,
        published=date(2023, 5, 11),
        publication=publication,
        blocks=(Block(0, own - 1, "reporting"), Block(own, len(text), "commentary", "LEDGER")),
        quotations=(
            Quotation(quoted, quoted + 15, "she", "Mara Velin", "the minister of works", "Radio Osk"),
        ),
    )


def told(sentence: str, *others: str) -> list[str]:
    starts = [TEXT.index(each) for each in (sentence, *others)]
    chosen = [found("a1", each, start=start) for each, start in zip((sentence, *others), starts, strict=True)]
    return [written.text for written in write(chosen, lambda _: article())]


def test_a_quotation_names_its_speaker_with_the_role_and_who_relayed_it() -> None:
    assert told("“We were warned,” she said.") == [
        "“We were warned,” she said. [Mara Velin, the minister of works; as reported by Radio Osk]"
    ]


def test_the_publications_own_voice_is_labelled_as_its_opinion() -> None:
    assert told("LEDGER: It was foreseeable.") == ["LEDGER: It was foreseeable. [opinion of Ledger]"]


def test_a_pronoun_is_made_clear_outside_of_the_quoted_words() -> None:
    (sentence,) = told("He expects a settlement.")

    assert sentence == "He expects a settlement. [He: Jon Arvid]"


def test_a_pronoun_with_two_whom_it_may_mean_is_left_alone() -> None:
    text = TEXT.replace("spoke on Monday", "spoke to Peter Osk")
    start = text.index("He expects")
    (sentence,) = write([found("a1", "He expects a settlement.", start=start)], lambda _: article(text=text))

    assert sentence.text == "He expects a settlement."


def test_where_several_articles_answer_each_names_its_publication_and_day() -> None:
    chosen = [found(id_, "Jon Arvid, a skipper, spoke on Monday.") for id_ in ("a1", "a2")]

    first, second = write(chosen, lambda id_: article(id_, publication="Ledger" if id_ == "a1" else "Packet"))

    assert first.text == "Jon Arvid, a skipper, spoke on Monday. [Ledger, 11 May 2023]"
    assert second.text == "Jon Arvid, a skipper, spoke on Monday. [Packet, 11 May 2023]"


def test_a_quotation_cut_between_two_sentences_is_told_whole_and_once() -> None:
    text = "“There was no rest. It was dark,” Jon Arvid said. The lamps were out."
    passage = hit("a1", ["“There was no rest.", "It was dark,” Jon Arvid said.", "The lamps were out."])
    halves = [
        Evidence(passage, start, end, text[start:end], 5.0, Clues())
        for start, end in passage.passage.sentences[:2]
    ]
    source = Article(id="a1", title="Dark", text=text, blocks=(Block(0, len(text), "reporting"),))

    both = "“There was no rest. It was dark,” Jon Arvid said."
    assert [told.text for told in write(halves, lambda _: source)] == [both]
    assert [told.citations[0].quote for told in write(halves[1:], lambda _: source)] == [both]


# --- widening ------------------------------------------------------------------


def test_a_period_read_from_the_words_is_widened_and_said() -> None:
    question = asked("What happened at the Capitol in January 2021?")

    wide = widened(question)

    assert wide is not None
    assert (wide.filters, wide.read) == (Filters(), frozenset())
    assert note_on(question.filters, wide.filters).text == (
        "Nothing that answers was found among the articles of 1 January 2021 to 31 January 2021;"
        " all the rest was searched too."
    )


def test_a_period_that_was_given_is_never_widened() -> None:
    assert widened(asked("What happened in May?", filters=Filters(since=date(2023, 5, 1)))) is None


# --- advice --------------------------------------------------------------------


def test_an_abstention_tells_what_nothing_found_speaks_of_and_when_the_nearest_is_from() -> None:
    hits = [hit("a1", ["The dam at Osk failed."], published=date(2023, 5, 11))]

    assert advice_on(asked("Who insured the dam at Osk?"), "abstained", hits) == (
        "Nothing found speaks of “insured”: try other words for it.",
        "What comes nearest is of 11 May 2023: ask about that time.",
    )


def test_limits_on_what_was_searched_are_told_first() -> None:
    question = asked("What failed at Osk?", filters=Filters(since=date(2023, 5, 1), publications=("Ledger",)))

    assert advice_on(question, "uncertain", [hit("a1", ["The dam at Osk failed."])]) == (
        "Only a part of the archive was searched: widen the dates to see the rest.",
        "Only Ledger was searched: try all publications.",
        "The evidence is thin: check the words cited.",
    )


def test_an_answer_needs_no_advice() -> None:
    assert advice_on(asked("What failed?"), "answered", []) == ()
