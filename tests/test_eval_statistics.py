"""Intervals and tests against scipy, and by hand where scipy has none."""

import math

import numpy as np
import pytest

from eval.intervals import Interval, clopper_pearson_upper, story_mean, story_statistic, wilson
from eval.significance import holm, randomisation_p

VALUES = [1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.5, 0.25, 1.0, 0.0, 1.0, 1.0]
ALONE = [str(i) for i in range(len(VALUES))]


def test_with_a_story_a_question_the_interval_equals_scipys_percentile_bootstrap():
    from scipy.stats import bootstrap

    ours = story_mean(VALUES, ALONE, resamples=40_000)
    theirs = bootstrap((VALUES,), np.mean, n_resamples=40_000, method="percentile", rng=1).confidence_interval

    assert ours.value == pytest.approx(np.mean(VALUES))
    assert (ours.low, ours.high) == pytest.approx(theirs, abs=0.01)


def test_questions_of_one_story_widen_the_interval():
    values = [1.0] * 6 + [0.0] * 6
    alone = story_mean(values, ALONE)
    clustered = story_mean(values, ["a"] * 3 + ["b"] * 3 + ["c"] * 3 + ["d"] * 3)

    # Three equal values a story: as wide as four questions would be.
    four = story_mean([1.0, 1.0, 0.0, 0.0], ["a", "b", "c", "d"])
    assert (clustered.low, clustered.high) == (four.low, four.high)
    assert clustered.high - clustered.low > alone.high - alone.low
    assert (clustered.n, clustered.stories) == (12, 4)


def test_stories_of_unequal_size_weigh_by_their_questions():
    assert story_mean([1.0, 1.0, 1.0, 0.0], ["a", "a", "a", "b"]).value == 0.75


def test_the_same_numbers_give_the_same_interval():
    assert story_mean(VALUES, ALONE) == story_mean(VALUES, ALONE)


def test_no_values_are_an_error():
    with pytest.raises(ValueError, match="0 values of 0 stories"):
        story_mean([], [])


def test_the_bootstrap_of_a_statistic_equals_that_of_the_mean():
    stories = ["a", "a", "b", "c", "c", "d", "e", "e", "e", "f", "g", "h"]
    mean = story_mean(VALUES, stories, resamples=300, seed=3)
    general = story_statistic(
        lambda drawn: math.fsum(VALUES[i] for i in drawn) / len(drawn), stories, resamples=300, seed=3
    )

    assert general == Interval(
        pytest.approx(mean.value), pytest.approx(mean.low), pytest.approx(mean.high), mean.n, mean.stories
    )


def test_a_statistic_without_a_value_has_no_interval():
    assert story_statistic(lambda drawn: None, ["a", "b"], resamples=10) is None


@pytest.mark.parametrize(("successes", "n"), [(0, 20), (7, 20), (20, 20), (103, 103)])
def test_wilson_equals_scipy(successes, n):
    from scipy.stats import binomtest

    theirs = binomtest(successes, n).proportion_ci(method="wilson")

    assert wilson(successes, n) == pytest.approx((theirs.low, theirs.high))


@pytest.mark.parametrize(("failures", "n"), [(0, 59), (3, 100), (5, 5)])
def test_the_upper_bound_equals_scipy(failures, n):
    from scipy.stats import binomtest

    theirs = binomtest(failures, n, alternative="less").proportion_ci(method="exact")

    assert clopper_pearson_upper(failures, n) == pytest.approx(theirs.high)


def test_fifty_nine_without_an_error_bound_the_risk_by_five_per_cent():
    assert clopper_pearson_upper(0, 59) < 0.05 < clopper_pearson_upper(0, 58)


def test_more_successes_than_tries_are_no_rate():
    with pytest.raises(ValueError, match="3 of 2 is no rate"):
        wilson(3, 2)


def test_few_stories_are_tried_in_full_and_equal_scipy():
    from scipy.stats import permutation_test

    differences = [0.3, -0.1, 0.4, 0.2, 0.5, -0.2, 0.1, 0.6]
    theirs = permutation_test(
        (differences, [0.0] * 8), lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples", n_resamples=np.inf, vectorized=True,
    )  # fmt: skip

    assert randomisation_p(differences, [str(i) for i in range(8)]) == pytest.approx(theirs.pvalue)


def test_many_stories_are_flipped_at_random_and_come_close_to_scipy():
    from scipy.stats import permutation_test

    differences = list(np.random.default_rng(5).normal(0.25, 1.0, 40))
    theirs = permutation_test(
        (differences, [0.0] * 40), lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples", n_resamples=20_000, vectorized=True, rng=1,
    )  # fmt: skip

    ours = randomisation_p(differences, [str(i) for i in range(40)], resamples=20_000)
    assert ours == pytest.approx(theirs.pvalue, abs=0.015)


def test_a_p_value_is_never_zero():
    # None of the random patterns is as far as 40 losses of 40; the one seen counts as a draw.
    assert randomisation_p([-1.0] * 40, [str(i) for i in range(40)], resamples=99) == 1 / 100


def test_a_story_flips_as_one():
    # Two stories of three: of the four sign patterns two are as far from zero, so p cannot fall under 1/2.
    assert randomisation_p([1.0] * 6, ["a"] * 3 + ["b"] * 3) == 0.5
    assert randomisation_p([1.0] * 6, list("abcdef")) == 2 / 64


def test_no_difference_at_all_is_certain():
    assert randomisation_p([0.0, 0.0], ["a", "b"]) == 1.0


def test_holm_by_hand():
    # Sorted 0.01, 0.02, 0.04 times 3, 2, 1: 0.03, 0.04, 0.04.
    assert holm([0.04, 0.01, 0.02]) == pytest.approx((0.04, 0.03, 0.04))
    # A later product that is smaller may not undercut an earlier one.
    assert holm([0.03, 0.02]) == pytest.approx((0.04, 0.04))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()


def test_no_change_is_called_at_most_one_time_in_twenty():
    generator = np.random.default_rng(11)
    stories = [str(i // 2) for i in range(60)]
    called = 0
    for _ in range(200):
        # Half of the questions change, each as likely to the better as to the worse, two a story together.
        steps = np.repeat(generator.choice([-1.0, 0.0, 0.0, 1.0], 30), 2)
        called += randomisation_p(list(steps), stories, resamples=400) <= 0.05

    assert called <= 10


def test_a_planted_regression_of_five_points_is_called():
    # 8 of 150 right answers lost at random, nothing else changed, in thirty stories; docs/eval-statistics.md
    # has the same with chance changes beside it.
    generator = np.random.default_rng(12)
    stories = [f"s{i % 30}" for i in range(150)]
    called = 0
    for _ in range(40):
        steps = np.zeros(150)
        steps[generator.choice(150, 8, replace=False)] = -1.0
        called += randomisation_p(list(steps), stories) < 0.05

    assert called >= 38
