"""Each metric against an independent library or an example worked by hand."""

import math
from dataclasses import replace
from datetime import date

import pytest

from corpus.article import Article
from eval.articles import Span, covered, locate
from eval.metrics import answers, calibration, citations, outcomes, retrieval
from eval.questions import Forbidden, Question
from eval.runlog import FoundPassage
from tests.eval_room import (
    CANAL,
    COST,
    DEAD,
    FLOOD,
    NOBODY,
    TOLL,
    Room,
    cite,
    evidence,
    nugget,
    record,
    sentence,
)


def found(article_id: str, start: int = 0, end: int = 10, versions: tuple[str, ...] = ()) -> FoundPassage:
    return FoundPassage(article_id, f"{article_id}#{start}", start, end, 1.0, versions=versions)


class TestRetrieval:
    def test_ranking_scores_of_two_gold_articles_by_hand(self):
        scores = retrieval.ranking_scores({"q": ["x", "a", "y", "b"]}, {"q": {"a", "b"}})["q"]

        best = 1 + 1 / math.log2(3)
        assert scores == {
            "recall@1": 0.0,
            "recall@5": 1.0,
            "recall@10": 1.0,
            "ndcg@10": pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best),
            "mrr@10": 0.5,
            "map": pytest.approx((1 / 2 + 2 / 4) / 2),
        }

    def test_ndcg_equals_scikit_learn(self):
        from sklearn.metrics import ndcg_score

        order = ["c", "a", "d", "b", "e"]
        scores = retrieval.ranking_scores({"q": order}, {"q": {"a", "b", "e"}})["q"]

        relevance = [[float(d in "abe") for d in order]]
        assert scores["ndcg@10"] == pytest.approx(ndcg_score(relevance, [[5, 4, 3, 2, 1]], k=10))

    def test_average_precision_equals_scikit_learn(self):
        from sklearn.metrics import average_precision_score

        order = ["c", "a", "d", "b", "e"]
        scores = retrieval.ranking_scores({"q": order}, {"q": {"a", "b"}})["q"]

        assert scores["map"] == pytest.approx(average_precision_score([0, 1, 0, 1, 0], [5, 4, 3, 2, 1]))

    def test_a_question_without_a_ranking_scores_zero(self):
        scores = retrieval.ranking_scores({"p": ["a"]}, {"p": {"a"}, "q": {"b"}})

        assert set(scores["q"].values()) == {0.0}

    def test_a_question_without_gold_is_left_out(self):
        assert retrieval.ranking_scores({"q": ["a"]}, {"q": set()}) == {}

    def test_articles_rank_by_their_best_passage(self):
        assert retrieval.ranked_articles([found("b"), found("a"), found("b", 10, 20)], set()) == ("b", "a")

    def test_a_gold_article_counts_behind_its_newer_version(self):
        assert retrieval.ranked_articles([found("new", versions=("mid", "old"))], {"old"}) == ("old",)

    def test_evidence_across_two_neighbouring_passages_is_reached(self):
        sets = [[[Span("a", 5, 15)]]]
        # A blank line lies between the passages, as between two paragraphs.
        passages = [found("a", 0, 9), found("a", 11, 20)]

        assert retrieval.evidence_reached(sets, passages, 10) == (True,)
        assert retrieval.evidence_reached(sets, passages, 1) == (False,)

    def test_one_whole_alternative_is_enough(self):
        sets = [[[Span("a", 0, 5), Span("b", 0, 5)], [Span("c", 0, 5)]]]

        assert retrieval.evidence_reached(sets, [found("a")], 10) == (False,)
        assert retrieval.evidence_reached(sets, [found("a"), found("b")], 10) == (True,)
        assert retrieval.evidence_reached(sets, [found("c")], 10) == (True,)


class TestSpans:
    def test_a_quote_is_located_across_another_white_space(self):
        assert locate(FLOOD, "64 dead. “We had") == Span(
            "flood", FLOOD.text.index("64"), FLOOD.text.index(" no warning")
        )

    def test_a_quote_that_is_not_there_has_no_place(self):
        assert locate(FLOOD, "65 dead") is None

    def test_a_hole_of_three_characters_is_a_hole(self):
        assert covered(Span("a", 0, 10), [Span("a", 0, 4), Span("a", 6, 10)])
        assert not covered(Span("a", 0, 10), [Span("a", 0, 4), Span("a", 7, 10)])

    def test_another_article_covers_nothing(self):
        assert not covered(Span("a", 0, 10), [Span("b", 0, 10)])


class TestAnswers:
    def test_nugget_recall_is_the_share_held(self):
        both = (nugget("6.8 billion"), nugget("May", "spring", id="n2"))

        assert answers.nugget_recall(both, "It costs 6.8 billion.") == 0.5
        assert answers.nugget_recall(both, "6.8 billion, in the spring") == 1.0
        assert answers.nugget_recall((), "anything") is None

    def test_a_forbidden_wording_is_a_run_of_tokens(self):
        forbidden = (Forbidden("64", "superseded"),)

        assert answers.contradictions(forbidden, "At least 64 dead.") == forbidden
        assert answers.contradictions(forbidden, "At least 640 dead.") == ()

    # The pairs of SQuAD's own evaluation: articles, case and punctuation do not count.
    @pytest.mark.parametrize(
        ("text", "exact", "f1"),
        [
            ("The Denver Broncos!", 1.0, 1.0),
            ("denver", 0.0, 2 / 3),
            ("Carolina Panthers", 0.0, 0.0),
            ("the Denver Broncos won it", 0.0, 2 * (2 / 4) * 1 / (2 / 4 + 1)),
            ("", 0.0, 0.0),
        ],
    )
    def test_exact_match_and_f1_by_hand(self, text, exact, f1):
        assert answers.exact_match(text, ["Denver Broncos"]) == exact
        assert answers.token_f1(text, ["Denver Broncos"]) == pytest.approx(f1)

    def test_the_best_alias_counts(self):
        assert answers.token_f1("the Broncos", ["Denver Broncos", "Broncos"]) == 1.0


class TestCitations:
    def test_a_quote_is_valid_only_at_its_offsets(self):
        good = cite(CANAL, "6.8 billion crowns")

        assert citations.quote_valid(good, CANAL)
        assert not citations.quote_valid(replace(good, start=good.start - 1), CANAL)
        assert not citations.quote_valid(replace(good, quote="", end=good.start), CANAL)
        assert not citations.quote_valid(good, None)

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Another"},
            {"published": None},
            {"publication": "Lesk Wire"},
            {"url": "javascript:0"},
            {"end": 9999},
            {"start": -1},
        ],
    )
    def test_a_citation_shows_what_the_article_says_of_itself(self, change):
        good = cite(CANAL, "6.8 billion crowns")

        assert citations.well_formed(good, CANAL)
        assert not citations.well_formed(replace(good, **change), CANAL)

    def test_the_day_itself_is_no_leak(self):
        late = cite(TOLL, "112 dead")

        assert not citations.leaks(late, date(2023, 4, 6))
        assert citations.leaks(late, date(2023, 4, 5))

    def test_recall_and_precision_by_hand(self):
        nuggets = (
            nugget("6.8 billion", proofs=(evidence(CANAL, "The canal will cost 6.8 billion crowns."),)),
            nugget("May", id="n2", proofs=(evidence(CANAL, "Work starts in May."),)),
        )
        gold = citations.gold_spans(replace(COST, nuggets=nuggets), Room())
        # The first sentence cites its evidence; the second holds its nugget and cites something else.
        said = (
            sentence(CANAL, "The canal will cost 6.8 billion crowns."),
            replace(sentence(FLOOD, "The dam broke on Tuesday."), text="Work starts in May."),
        )

        assert citations.recall_of_gold(nuggets, said, gold) == 0.5
        assert citations.precision_on_gold(nuggets, said, gold) == 0.5

    def test_precision_counts_the_nuggets_words_elsewhere(self):
        plain = (nugget("64", proofs=(evidence(TOLL, "112 dead"),)),)
        gold = citations.gold_spans(replace(COST, nuggets=plain), Room())

        assert (
            citations.precision_on_gold(plain, (sentence(FLOOD, "The government counts 64 dead."),), gold)
            == 1.0
        )

    def test_recall_wants_the_citation_in_the_sentence_that_says_it(self):
        gold = citations.gold_spans(COST, Room())
        # The first says it and cites another article; the second cites the gold and says something else.
        said = (
            replace(sentence(FLOOD, "The dam broke on Tuesday."), text="It costs 6.8 billion."),
            replace(sentence(CANAL, "The canal will cost 6.8 billion crowns."), text="It is long."),
        )

        assert citations.recall_of_gold(COST.nuggets, said, gold) == 0.0

    def test_nothing_said_has_no_recall_and_nothing_cited_no_precision(self):
        gold = citations.gold_spans(COST, Room())

        assert (
            citations.recall_of_gold(COST.nuggets, (sentence(FLOOD, "The dam broke on Tuesday."),), gold)
            is None
        )
        assert citations.precision_on_gold(COST.nuggets, (), gold) is None

    def test_a_set_with_a_quote_that_is_not_there_proves_nothing(self):
        broken = (
            nugget("6.8 billion", proofs=((*evidence(CANAL, "6.8 billion"), *evidence(CANAL, "9 billion")),)),
        )

        assert citations.gold_spans(replace(COST, nuggets=broken), Room()) == {"n1": []}

    def who_said(self, speaker: str) -> Question:
        words = nugget("no warning", proofs=(evidence(FLOOD, "We had no warning"),))
        return replace(COST, type="who_said", speaker=speaker, nuggets=(words,))

    @pytest.mark.parametrize(
        ("speaker", "text", "attributed"),
        [
            ("Ines Calloran", "“We had no warning,” said Ines Calloran.", 1.0),
            ("Ines Calloran", "Calloran said that there was no warning.", 1.0),
            ("Ines Calloran", "There was no warning.", 0.0),
            # The answer names her, but the passage does not name this speaker beside the quote.
            ("Petra Sollen", "Petra Sollen said that there was no warning.", 0.0),
        ],
    )
    def test_attribution_needs_the_name_in_the_sentence_and_beside_the_quote(self, speaker, text, attributed):
        said = replace(sentence(FLOOD, "“We had no warning,” said Ines Calloran."), text=text)

        assert citations.attributed(self.who_said(speaker), (said,), Room()) == attributed

    def test_the_speaker_may_stand_in_the_sentence_before_or_after_and_no_farther(self):
        article = Article("a", "A", "Ines Calloran spoke. We had no warning. It was dark. It was cold.")
        room = Room((article,))
        near, far = (sentence(article, quote) for quote in ("We had no warning.", "It was dark."))
        said = [replace(s, text="Calloran said that there was no warning.") for s in (near, far)]

        assert [citations.attributed(self.who_said("Ines Calloran"), (s,), room) for s in said] == [1.0, 0.0]


class TestCalibration:
    def test_auroc_equals_scikit_learn_with_ties(self):
        from sklearn.metrics import roc_auc_score

        right, wrong = [0.9, 0.7, 0.7, 0.4], [0.7, 0.2, 0.4]

        assert calibration.auroc(right, wrong) == pytest.approx(
            roc_auc_score([1] * 4 + [0] * 3, right + wrong)
        )

    def test_auroc_of_one_side_is_none(self):
        assert calibration.auroc([0.5], []) is None

    def test_the_curve_and_both_areas_by_hand(self):
        curve = calibration.risk_coverage([0.2, 0.9, 0.5, 0.7], [1.0, 0.0, 0.0, 1.0])

        assert [p.risk for p in curve] == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
        assert [p.confidence for p in curve] == [0.9, 0.7, 0.5, 0.2]
        assert calibration.aurc(curve) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
        # The loss among the first k over all n: 0, 1, 1, 2 of 4.
        assert calibration.augrc(curve) == pytest.approx((0 + 1 + 1 + 2) / 4 / 4)

    def test_an_empty_curve_has_no_area(self):
        assert calibration.aurc(()) is None


class TestOutcomes:
    right = sentence(CANAL, "The canal will cost 6.8 billion crowns.")
    wrong = sentence(FLOOD, "The dam broke on Tuesday.")

    def test_crag_is_plus_one_zero_minus_one(self):
        assert outcomes.crag(COST, record(COST, self.right)) == 1.0
        assert outcomes.crag(COST, record(COST, self.wrong)) == -1.0
        assert outcomes.crag(COST, record(COST, self.right, outcome="uncertain")) == 0.0
        assert outcomes.crag(COST, record(COST)) == 0.0
        assert outcomes.crag(NOBODY, record(NOBODY, self.wrong)) == -1.0

    def test_a_superseded_figure_beside_the_right_one_is_wrong(self):
        both = sentence(TOLL, "The ministry now counts 112 dead after the flood.")
        old = sentence(FLOOD, "The government counts 64 dead.")

        assert outcomes.says_the_gold(DEAD, record(DEAD, both))
        assert not outcomes.says_the_gold(DEAD, record(DEAD, both, old))

    def test_the_correction_of_a_false_premise_is_no_false_answer(self):
        premise = replace(NOBODY, type="false_premise", nuggets=(nugget("May"),))

        assert not outcomes.false_answer(premise, record(premise, sentence(CANAL, "Work starts in May.")))
        assert outcomes.false_answer(premise, record(premise, self.wrong))
        assert not outcomes.false_answer(premise, record(premise, self.wrong, outcome="uncertain"))

    @pytest.mark.parametrize(
        ("said", "reached", "on_gold", "recall", "stage"),
        [
            ((right,), True, True, 1.0, "right"),
            ((right,), False, False, None, "right"),
            ((right,), True, False, 0.0, "wrong citation"),
            ((wrong,), True, True, None, "wrong"),
            ((wrong,), True, False, None, "found, not used"),
            ((wrong,), False, True, None, "wrong"),
            ((wrong,), False, False, None, "evidence not found"),
            ((), True, False, None, "wrong abstention"),
            ((), False, False, None, "evidence not found"),
        ],
    )
    def test_a_question_ends_at_the_first_stage_that_it_fails(self, said, reached, on_gold, recall, stage):
        ended = outcomes.stage_of(
            COST, record(COST, *said), reached=reached, on_gold=on_gold, citation_recall=recall
        )

        assert ended == stage

    def test_an_unanswerable_question_ends_in_silence_or_a_false_answer(self):
        gold = {"reached": False, "on_gold": False, "citation_recall": None}

        assert outcomes.stage_of(NOBODY, record(NOBODY), **gold) == "rightly silent"
        assert outcomes.stage_of(NOBODY, record(NOBODY, self.wrong), **gold) == "false answer"

    def test_an_error_is_a_stage_of_its_own(self):
        failed = replace(record(COST), error="no model")

        assert outcomes.stage_of(COST, failed, reached=True, on_gold=False, citation_recall=None) == "error"
