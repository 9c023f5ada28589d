"""The assistant's settings, with the reason of each default. Only entry points read the environment."""

from dataclasses import dataclass

# Longer than any question a person types; a pasted article is not a question.
QUESTION_CHARACTERS = 2_000
# The gold article is among the first 24 passages for 97 of 103 development questions; more adds noise.
PASSAGES_FOUND = 24
# Each sentence costs about 3 ms of encoding; the right one is rarely below the 48th by words alone.
SENTENCES_WEIGHED = 48
# What a reader takes in at a glance, and what the development questions are scored on: sixty, with a short note of
# whose words they are.
ANSWER_WORDS = 58
ANSWER_SENTENCES = 4
# A story of a year is in some sixty passages; twice the sentences of a plain answer cost another 150 ms.
TIMELINE_PASSAGES = 60
TIMELINE_SENTENCES = 96
# What fits a screen without scrolling, and what a reader keeps in mind.
TIMELINE_EVENTS = 8


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a confidence is read on one archive, as `eval tune` learns it there; by default as it was fitted.

    Attributes:
        slope, shift: what the log-odds of a confidence are multiplied by, and what is added.
        answered_from, uncertain_from: thresholds on the confidence so moved; None: those of `assistant.abstention`.
    """

    slope: float = 1.0
    shift: float = 0.0
    answered_from: float | None = None
    uncertain_from: float | None = None


AS_FITTED = Calibration()


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """How questions are answered.

    Attributes:
        question_characters: a longer question is refused before any work is done.
        passages_found: how many passages the search is asked for.
        sentences_weighed: how many of their sentences are compared with the question by meaning.
        answer_words: a further sentence must fit into so many words; the first always stands.
        answer_sentences: at most so many sentences an extractive answer.
        prompt_passages: at most so many passages are put before a language model.
        calibration: how sure is sure enough, on this archive.
        timeline_passages, timeline_sentences: how much a timeline is made of.
        timeline_events: at most so many entries, the most important.
    """

    question_characters: int = QUESTION_CHARACTERS
    passages_found: int = PASSAGES_FOUND
    sentences_weighed: int = SENTENCES_WEIGHED
    answer_words: int = ANSWER_WORDS
    answer_sentences: int = ANSWER_SENTENCES
    prompt_passages: int = 5
    calibration: Calibration = AS_FITTED
    timeline_passages: int = TIMELINE_PASSAGES
    timeline_sentences: int = TIMELINE_SENTENCES
    timeline_events: int = TIMELINE_EVENTS
