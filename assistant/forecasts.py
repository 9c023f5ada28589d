"""The forecast form: what a publication expected in its commentary, and what later articles say came of it.

Used by `assistant.forms`. Looks for the forecast in commentary, then in the
articles that refer back to it and in later reports; it quotes a verdict where
the publication gives one, and gives none of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.abstention import confidence, features_of, outcome
from assistant.answer import Note, Sentence, Stage
from assistant.answering import write
from assistant.draft import Composing, Draft
from assistant.evidence import Evidence, weigh
from assistant.question import Understood
from assistant.settings import AssistantSettings
from index.library import Generation
from index.passage import Filters, Hit, Passage

ASKED = re.compile(
    r"\b(?:what|which|whom?)\b.{0,30}? (?:did|does|had|has) .{2,60}?\b(?:expect|forecast|predict|foresee)\w*\b"
    r"|\b(?:forecasts?|predictions?|expectations?)\b.*"
    r"\b(?:right|wrong|true|correct|come about|came about|borne out|hold|held)\b"
    r"|\b(?:was|were|is) .{2,60}?\b(?:right|wrong) (?:about|on|that)\b",
    re.I,
)
# What an article says of a day to come: "we expect", "will", "is likely to", "more probable than not".
_FORECASTS = re.compile(
    r"\b(?:we|our)\b[^.]{0,60}\b(?:expect|forecast|predict|think|believe|fear|doubt)\w*|\bwill\b|\blikely\b|\bprobabl[ey]\b"
    r"|\bour forecast\b|\blook for it\b|\bwould (?:not )?be surprised\b",
    re.I,
)
# How a publication speaks of its own forecast afterwards.
_VERDICT = re.compile(
    r"\bwe (?:were|are) (?:wrong|right|mistaken|not discouraged)\b|\b(?:has|have) (?:come to pass|happened)\b"
    r"|\bwe (?:wrote|said|told|forecast|expected|predicted|repeat|hold to|stand by|stay|keep to|no longer)\b"
    r"|\b(?:in|on|last) (?:\d{1,2} )?[A-Z]\w+ we (?:wrote|said|forecast|expected|predicted|told)\b"
    r"|\bmonths? ago we\b|\bweeks? ago we\b|\bas we (?:said|wrote|forecast|expected)\b",
    re.I,
)
# The words that ask for a forecast, which none needs to hold.
_ASKING = re.compile(
    r"\b(?:what|whom?) (?:did|does|had|has)\b|\b(?:expect|forecast|predict|foresee)\w*\b"
    r"|,? and (?:was it|were they|what|did it|is)\b.*$"
    r"|\b(?:was|were) (?:it|they) (?:right|wrong)\b|\bpredictions?\b|\bexpectations?\b|\b(?:right|wrong)\b",
    re.I,
)
# A forecast weaker than the best by no more than this may be the one that is asked for, if it is older.
AS_GOOD = 2.0
# The forecast's passage holds so much of what the question is about, by rarity, or the answer is plain.
ON_TOPIC = 0.4
# A sentence of what came of it, with its neighbours and title, at least so much.
CONTEXT = 0.3
EXPECTED = "expected"
CAME = "what came"
# Sentences of the forecast, and of what came of it.
FORECAST_SENTENCES = 2
CAME_SENTENCES = 3
# Later reports are searched in so many passages.
LATER_PASSAGES = 12


def compose(generation: Generation, question: Understood, settings: AssistantSettings) -> Composing:
    """Stages, the forecast and what came of it, and the draft; None where no commentary forecasts anything."""
    yield Stage("searching", "Searching the commentary")
    subject = _subject(question)
    hits, forecast = _forecasts(generation, subject, settings)
    yield Stage("weighing", "Looking for what came of it")
    first = _earliest(forecast)
    if first is None or first.clues.around < ON_TOPIC:
        return None
    expected = [first, *(one for one in forecast if _beside(one, first))][:FORECAST_SENTENCES]
    later, after = _later(generation, subject, first, settings)
    sure = confidence(features_of(subject, expected), settings.calibration)
    state = outcome(sure, settings.calibration)
    state = "uncertain" if state == "abstained" else state
    yield Stage("writing", "Setting what was expected beside what came")
    sentences = [*_told(generation, expected, EXPECTED), *_told(generation, later, CAME)]
    yield from sentences
    return Draft("forecast", state, sure, tuple(sentences), (*hits, *after), notes=_notes(sentences, later))


def _forecasts(
    generation: Generation, subject: Understood, settings: AssistantSettings
) -> tuple[tuple[Hit, ...], list[Evidence]]:
    """Commentary on the subject and its forecasts, best first; of any time where the one asked has none."""
    asked = replace(subject.filters, kinds=("commentary",), publications=())
    for filters in (asked, replace(asked, since=None, until=None)):
        found = generation.search(subject.standalone, filters, settings.passages_found)
        hits = tuple(hit for hit in found.hits if _is_of(hit.passage, subject.filters.publications))
        evidence = weigh(subject, hits, generation.encode, generation.rarity, settings)
        forecast = [one for one in evidence if _FORECASTS.search(one.text)]
        if forecast and forecast[0].clues.around >= ON_TOPIC:
            return hits, forecast
    return (), []


def _is_of(passage: Passage, publications: Sequence[str]) -> bool:
    """Whether it may be the publication's: an article that names none may be any's."""
    return not publications or passage.publication in ("", *publications)


def _subject(question: Understood) -> Understood:
    """What the forecast is of, without the words that ask for one and without who made it."""
    words = _ASKING.sub(" ", question.standalone)
    for name in question.filters.publications:
        words = words.replace(name, " ").replace(f"the {name.removeprefix('The ')}", " ")
    words = " ".join(words.split()).strip(" ?.!,:") or question.standalone
    return question.named(words)


def _earliest(forecast: Sequence[Evidence]) -> Evidence | None:
    """The first published among the sentences that are about as good as the best."""
    if not forecast:
        return None
    good = [
        one for one in forecast if one.score >= forecast[0].score - AS_GOOD and not _VERDICT.search(one.text)
    ]
    return min(good or forecast[:1], key=lambda one: one.hit.passage.published or date.max)


def _beside(one: Evidence, first: Evidence) -> bool:
    return one.hit.passage.article_id == first.hit.passage.article_id and one.start != first.start


def _later(
    generation: Generation, subject: Understood, first: Evidence, settings: AssistantSettings
) -> tuple[list[Evidence], tuple[Hit, ...]]:
    """What came: the commentary that refers back to the forecast's article, and later reports, in order of time."""
    published = first.hit.passage.published
    since = replace(subject.filters, kinds=(), publications=(), since=published, until=None, near=None)
    found = generation.search(subject.standalone, since, LATER_PASSAGES)
    back = _referring(generation, first, subject.filters)
    hits = [hit for hit in found.hits if _is_after(hit.passage, first)]
    known = {hit.passage.id for hit in hits}
    joined = [*hits, *(hit for hit in back if hit.passage.id not in known)]
    evidence = weigh(subject, joined, generation.encode, generation.rarity, settings)
    near = [one for one in evidence if one.clues.context >= CONTEXT]
    verdicts = [one for one in near if one.hit.passage.kind == "commentary" and _VERDICT.search(one.text)]
    reports = [one for one in near if one.hit.passage.kind == "reporting"]
    chosen = [*verdicts[: CAME_SENTENCES - 1], *reports][:CAME_SENTENCES]
    return sorted(chosen, key=lambda one: (one.hit.passage.published or date.max, one.start)), tuple(joined)


def _is_after(passage: Passage, first: Evidence) -> bool:
    before = first.hit.passage
    return passage.article_id != before.article_id and (passage.published or date.min) >= (
        before.published or date.min
    )


def _referring(generation: Generation, first: Evidence, filters: Filters) -> list[Hit]:
    """Commentary of the articles that refer to the forecast's, as far as they were out on the day asked."""
    hits: list[Hit] = []
    for id_ in generation.articles.referring_to(first.hit.passage.article_id):
        for passage in generation.passages_of(id_):
            out = filters.as_of is None or (
                passage.published is not None and passage.published <= filters.as_of
            )
            if passage.kind == "commentary" and out:
                hits.append(
                    Hit(
                        rank=len(hits) + 1,
                        passage=passage,
                        score=0.0,
                        via_reference=first.hit.passage.article_id,
                    )
                )
    return hits


def _told(generation: Generation, chosen: Sequence[Evidence], label: str) -> list[Sentence]:
    return [replace(sentence, label=label) for sentence in write(chosen, generation.article)]


def _notes(sentences: Sequence[Sentence], later: Sequence[Evidence]) -> tuple[Note, ...]:
    """Where the publication itself judged its forecast, that it did; or that nothing later speaks of it."""
    judged = [one for one in sentences if one.label == CAME and _VERDICT.search(one.text)]
    if judged:
        return (Note("forecast", "The publication came back to its forecast.", judged[0].citations),)
    if not later:
        return (Note("forecast", "No later article found speaks of what was forecast."),)
    return ()
