"""The timeline form: what happened in a story, one dated and cited entry an event, oldest first.

Used by `assistant.forms`. Events are told apart by day and by meaning, so that
ten reports of one day's event give one entry. Commentary is left out; where a
figure is asked for ("how did the toll grow?"), the entries are its values.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assistant.abstention import confidence, features_of, outcome
from assistant.answer import Sentence, Stage
from assistant.answering import write
from assistant.datelines import report_begins
from assistant.draft import Composing, Draft
from assistant.evidence import Evidence, weigh
from assistant.happened import happened, is_background, looks_ahead, planned, tells_an_event
from assistant.question import Understood
from assistant.series import MEASURED, series
from assistant.settings import AssistantSettings
from assistant.terms import numbers
from index.library import Generation

ASKED = re.compile(
    r"\btime ?lines?\b|\bchronolog\w+|\b(?:sequence|course|order) of events\b|^\W*trace\b|\bstep by step\b"
    r"|\bby what steps\b"
    r"|\bhow (?:did|has|have|had) .{2,100}?\b(?:develop|unfold|evolve|progress|proceed|grow|grew|change|move|shift|rise"
    r"|fall|go)\w*(?=\W*$|\s+(?:from|since|over|between|in|during|after|before|through|until|up|on|and|across|its|their)\b)"
    r"|\bwhat (?:has |have |had )?happened\b.*\b(?:since|between|so far|in the (?:months|weeks|days|years))\b"
    r"|\bwhat (?:has |have |had )?happened (?:in|with) (?:the )?[^?]{3,80}\?*$",
    re.I,
)
# The words that ask for a timeline, which no article of the story needs to hold.
_ASKING = re.compile(
    r"\b(?:give|show|write|make|list) (?:me )?|\b(?:a |the )?(?:short |brief )?time ?line (?:of|for|on|about)\b"
    r"|\b(?:the )?(?:chronology|sequence of events|course of events)(?: (?:of|in))?\b|^\W*trace\b"
    r"|^\W*how (?:did|has|have|had)\b|\bwhat (?:has |have |had )?happened\b(?: (?:in|with|to|at))?"
    r"|\bby what steps did\b"
    r"|\b(?:develop|unfold|evolve|progress|proceed)(?:ed|s|d|ing)?\b|\bstep by step\b",
    re.I,
)
_DEPENDENT = re.compile(r"^(?:He|She|It|They|This|That|These|Those|But|And|So|Then|His|Her|Their|Its)\b")
# What a page says of itself is no event.
_PAGE = re.compile(
    r"^(?:Click here|For the latest|Follow (?:here|along|live)|Read more|This (?:story|article|page|file)|We explain"
    r"|See (?:our|also)"
    r"|Here(?:[’']s| is| are)|Watch|Photos?|Sign up|Subscribe|MUST WATCH|Footage|In this (?:photo|image|video))\b"
)
# The passage of an entry holds so much of the story's terms, by rarity, as the best one does, and the sentence is
# so nearly as like it in meaning.
ON_TOPIC = 0.5
AS_SIMILAR = 0.4
# What holding all of the story's terms adds.
TOPICAL = 3.0
# A day of its own, a place at the head of its article and
# nearness to the headline make a sentence more of an event; one that leans on the sentence before it
# is a poor entry, and what somebody said of it a poorer one.
TOLD = 0.5
LEADS = 0.4
LEAD = 500
HEADLINE = 2.0
DEPENDS = 0.7
SPOKEN = 1.5
# Two sentences tell of one event where they mean so nearly the same, and their days lie so near.
SAME_MEANING = 0.6
SAME_DAYS = 1
SAME_DAY_MEANING = 0.52
NEARLY_SAME_MEANING = 0.75
NEARLY_SAME_DAYS = 6
# A story pauses for no more than this, or goes on with at least so many of the events of its longest run.
YEARS_APART = 400
A_FEW = 0.25
# A plan is kept where the story goes on within so many days of it.
PLAN_KEPT_DAYS = 3
# So like each other are only copies, whatever days their pages carry.
REPRINT = 0.95
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: the sentence that tells it best, its day, and which articles tell it.

    `exact` is False where only the month is known, or where the article's own day is; `planned` is True where the
    article looked ahead to that day.
    """

    day: date
    exact: bool
    best: Evidence
    articles: frozenset[str]
    weight: float
    planned: bool = False


def compose(generation: Generation, question: Understood, settings: AssistantSettings) -> Composing:
    """Stages, entries in order of their days, and the draft; None where fewer than two events are found."""
    yield Stage("searching", "Searching the articles of the story")
    story = _story(question)
    found = generation.search(story.standalone, story.filters, settings.timeline_passages)
    yield Stage("weighing", "Telling events apart")
    wide = replace(settings, sentences_weighed=settings.timeline_sentences)
    evidence = weigh(story, found.hits, generation.encode, generation.rarity, wide)
    if not evidence:
        return None
    events: list[Event] = []
    if MEASURED.search(question.standalone):
        values = series(story, evidence[0], found.hits, generation.rarity)
        events = [Event(told.day, told.exact, one, frozenset(), one.score) for told, one in values]
        events = [event for event in events if _within(story, event.day)]
    if len(events) < FEWEST:
        events = _events(generation, story, evidence, settings)
    if len(events) < FEWEST:
        return None
    yield Stage("writing", f"Putting {len(events)} events in order")
    sentences = [_entry(generation, event) for event in events]
    yield from sentences
    sure = confidence(features_of(story, evidence[: settings.answer_sentences]), settings.calibration)
    state = outcome(sure, settings.calibration)
    return Draft(
        "timeline", "uncertain" if state == "abstained" else state, sure, tuple(sentences), found.hits
    )


def _story(question: Understood) -> Understood:
    """The question as the name of a story: without the words that ask for a timeline or for the newest."""
    subject = " ".join(_ASKING.sub(" ", question.standalone).split()).strip(" ?.!,:") or question.standalone
    return replace(question.named(subject), filters=replace(question.filters, near=None))


def _events(
    generation: Generation, story: Understood, evidence: Sequence[Evidence], settings: AssistantSettings
) -> list[Event]:
    """The events that the sentences tell, the most important so many, oldest first."""
    candidates = _candidates(generation, evidence)
    candidates = [each for each in candidates if _within(story, each.day, planned=each.planned)]
    if not candidates:
        return []
    titles = [candidate.best.hit.passage.title or candidate.best.text for candidate in candidates]
    texts = [candidate.best.text for candidate in candidates]
    vectors = generation.encode([*texts, *dict.fromkeys(titles)])
    of_title = dict(zip(dict.fromkeys(titles), vectors[len(texts) :], strict=True))
    for place, title in enumerate(titles):
        headline = HEADLINE * float(vectors[place] @ of_title[title])
        candidates[place] = replace(candidates[place], weight=candidates[place].weight + headline)
    events = _without_plans_fulfilled([_merged(cluster) for cluster in _clustered(candidates, vectors)])
    events = _most_important(_of_one_story(events), settings.timeline_events)
    return sorted(events, key=lambda event: (event.day, event.best.start))


def _without_plans_fulfilled(events: Sequence[Event]) -> list[Event]:
    """The events without those that were only planned where something else is told of that very time."""
    done = [event.day for event in events if not event.planned]
    return [
        event
        for event in events
        if not event.planned or not any(abs((event.day - day).days) <= PLAN_KEPT_DAYS for day in done)
    ]


def _of_one_story(events: Sequence[Event]) -> list[Event]:
    """The events without the few that lie years from all others: what reports recall beside the story."""
    runs: list[list[Event]] = []
    for event in sorted(events, key=lambda each: each.day):
        if not runs or (event.day - runs[-1][-1].day).days > YEARS_APART:
            runs.append([])
        runs[-1].append(event)
    longest = max(map(len, runs), default=0)
    return [event for run in runs if len(run) >= longest * A_FEW for event in run]


def _most_important(events: Sequence[Event], most: int) -> list[Event]:
    """The weightiest so many, one an article and day: what else an article tells of a day is detail."""
    kept: dict[tuple[str, date], Event] = {}
    for event in sorted(events, key=lambda event: -event.weight):
        kept.setdefault((event.best.hit.passage.article_id, event.day), event)
    return list(kept.values())[:most]


def _candidates(generation: Generation, evidence: Sequence[Evidence]) -> list[Event]:
    """Sentences of reporting that tell something of a day of this story, each with that day."""
    found = []
    around = ON_TOPIC * max(one.clues.around for one in evidence)
    similarity = AS_SIMILAR * max(one.clues.similarity for one in evidence)
    for one in evidence:
        passage = one.hit.passage
        beside = one.clues.around < around or one.clues.similarity < similarity
        if passage.published is None or passage.kind != "reporting" or beside or _is_no_event(one.text):
            continue
        if event := _event(generation, one, passage.published):
            found.append(event)
    return found


def _is_no_event(text: str) -> bool:
    """Whether it is what a page says of itself, or a piece cut out of somebody's words."""
    cut = text.count("“") != text.count("”") or text.count('"') % 2 == 1
    return cut or _PAGE.search(text) is not None


def _event(generation: Generation, one: Evidence, published: date) -> Event | None:
    """What the sentence tells and when; None where it tells nothing that happens on any day."""
    told, leads = happened(one.text, published), one.start < LEAD
    ahead = planned(one.text, published) if told is None and looks_ahead(one.text) else None
    if (
        told is None
        and ahead is None
        and not (leads and tells_an_event(one.text) and not looks_ahead(one.text))
    ):
        return None
    if is_background(one.text, published) and not (told and told.exact):
        return None
    article = one.hit.passage.article_id
    exact = told.exact if told else generation.article(article).published_from != "inferred"
    weight = one.score + TOLD * bool(told and exact) + LEADS * leads
    weight -= DEPENDS * bool(_DEPENDENT.match(one.text)) + SPOKEN * one.text.startswith(("“", '"'))
    day = told.day if told else ahead or published
    return Event(day, exact, one, frozenset((article,)), weight, planned=ahead is not None)


def _within(story: Understood, day: date, *, planned: bool = False) -> bool:
    """Whether the day is of the time asked; what was planned by then may lie after the day of asking."""
    since, until = story.filters.since, story.filters.until or (None if planned else story.filters.as_of)
    return not ((since and day < since) or (until and day > until))


def _clustered(candidates: Sequence[Event], vectors: np.ndarray) -> list[list[Event]]:
    """Candidates of one event together; each cluster begins with its strongest that is no plan."""
    order = sorted(
        range(len(candidates)), key=lambda place: (candidates[place].planned, -candidates[place].weight)
    )
    clusters: list[list[int]] = []
    for place in order:
        home = next(
            (
                cluster
                for cluster in clusters
                if _same(
                    candidates[place], candidates[cluster[0]], float(vectors[place] @ vectors[cluster[0]])
                )
            ),
            None,
        )
        if home is None:
            clusters.append([place])
        else:
            home.append(place)
    return [[candidates[place] for place in cluster] for cluster in clusters]


def _same(one: Event, other: Event, likeness: float) -> bool:
    apart = abs((one.day - other.day).days)
    if not (one.exact and other.exact) and (one.day.year, one.day.month) == (other.day.year, other.day.month):
        apart = 0
    if likeness >= REPRINT:
        return True
    if likeness >= NEARLY_SAME_MEANING and apart <= NEARLY_SAME_DAYS and not _counts_anew(one, other):
        return True
    return likeness >= (SAME_MEANING if apart else SAME_DAY_MEANING) and apart <= SAME_DAYS


def _counts_anew(one: Event, other: Event) -> bool:
    """Whether the two give other figures: the same words with a new toll are news."""
    mine, theirs = numbers(one.best.text), numbers(other.best.text)
    return bool(mine and theirs) and not mine & theirs


def _merged(cluster: Sequence[Event]) -> Event:
    """One event of all that tell it, in the strongest words; each further article adds to its weight."""
    best = cluster[0]
    articles = frozenset[str]().union(*(event.articles for event in cluster))
    return replace(best, articles=articles, weight=best.weight + math.log(len(articles)))


def _entry(generation: Generation, event: Event) -> Sentence:
    best = event.best
    # What was weighed is cut already; a figure of a series comes as its whole sentence.
    if begins := report_begins(best.text):
        best = replace(best, start=best.start + begins, text=best.text[begins:])
    (sentence,) = write([best], generation.article)
    label = "" if event.exact else f"{event.day:%B %Y}"
    if event.planned:
        label = f"planned for {event.day.day} {event.day:%B %Y}"
    return replace(sentence, day=event.day, label=label)
