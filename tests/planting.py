"""Plant one error in a sentence of an article, or put it soundly in other words; for a test and bench/planted.py.

Every change is made by rule from a seed, so that a run can be repeated. What is
planted is taken from the same article where it can be: a wrong name or number
that the reader has just met is the likeliest, and the hardest to see.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.aligned import Source
from assistant.citations import quotations_in
from assistant.terms import names
from corpus.article import Article
from index.library import Generation
from index.passage import Passage

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SPELLED = {
    2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
    11: "eleven", 12: "twelve", 17: "seventeen", 26: "twenty-six", 42: "forty-two",
}  # fmt: skip
_NAME = r"[A-Z][a-zé’'-]+(?: (?:[A-Z][a-zé’'-]+))+"
_FIGURE = re.compile(r"(?<![\w.,/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w,/]*\d)")
_SPELLED = re.compile(rf"(?<![-\w])(?:{'|'.join(sorted(SPELLED.values(), key=len, reverse=True))})(?![-\w])")
_DAY = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)})\b|\b(?:{'|'.join(MONTHS)})\b(?= \d|$|[,.;]| and)|\b(?:19|20)\d\d\b"
)
_VERB = r"(?:is|are|was|were|has|had|have|will|would|could|can|did|does|should|must|may)"
_AUXILIARY = re.compile(rf"(?<=[\w,”\"] )({_VERB})(?= (?!not\b|no\b|never\b)[a-z])")
_DENIAL = re.compile(
    rf"\b({_VERB}|do) not\b(?! only)|\b(did|was|were|is|are|has|had|would|could|does)n[’']t\b"
)
_SAID_BEFORE = re.compile(
    rf"\b(?P<who>{_NAME})(?=(?:, [^,“”\"]{{3,60}},)? (?:said|told|wrote|warned|replied|added)\b)"
)
_SAID_AFTER = re.compile(rf"(?<=[,?!][”\"] said )(?P<who>{_NAME})")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence of an article, the passage it is cited from as the verifier's source, and words to plant."""

    text: str
    source: Source
    people: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence to be judged: its kind names the error planted or the way it was put, "extracted" where neither."""

    kind: str
    text: str
    source: Source
    original: str


def samples(generation: Generation) -> list[Sample]:
    """Every full sentence of reporting in the generation's articles, in the order of the ids."""
    found = []
    for article in map(generation.article, generation.articles.ids()):
        people = tuple(name for name in names(article.text) if re.fullmatch(_NAME, name))
        figures = tuple(dict.fromkeys(_FIGURE.findall(article.text)))
        for passage in generation.passages_of(article.id):
            if passage.kind != "reporting":
                continue
            source = _source(article, passage)
            for start, end in passage.sentences:
                text = " ".join(article.text[start:end].split())
                if len(text.split()) >= 6 and _balanced(text):
                    found.append(Sample(text, source, people, figures))
    return found


def _source(article: Article, passage: Passage) -> Source:
    quoted = tuple(
        (article.text[q.start : q.end], q.speaker_full or q.speaker)
        for q in quotations_in(article, passage.start, passage.end)
    )
    return Source(passage.text, article.title, article.published, quoted, article.publication)


def _balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def sound(samples: Sequence[Sample], seed: int, most: int) -> list[Case]:
    """So many sentences as they stand or put in other words, a mixture of all ways."""
    chance = random.Random(seed)
    ways = list(PARAPHRASES.items())
    return list(_cases(samples, ways, chance, most))


def wrong(samples: Sequence[Sample], seed: int, most: int) -> list[Case]:
    """So many sentences with one error each, a like number of every kind."""
    chance = random.Random(seed)
    return list(_cases(samples, list(ERRORS.items()), chance, most))


Change = Callable[[Sample, random.Random], str]


def _cases(
    samples: Sequence[Sample], ways: list[tuple[str, Change]], chance: random.Random, most: int
) -> Iterator[Case]:
    made: set[str] = set()
    for name, way in ways:
        left = (most - len(made)) if name == ways[-1][0] else most // len(ways)
        for sample in chance.sample(list(samples), len(samples)):
            if not left:
                break
            text = way(sample, chance)
            if (text and text != sample.text and text not in made) or name == "extracted":
                made.add(text)
                left -= 1
                yield Case(name, text, sample.source, sample.text)


def _number(sample: Sample, chance: random.Random) -> str:
    found = [*_FIGURE.finditer(sample.text), *_SPELLED.finditer(sample.text)]
    if not found:
        return ""
    match = chance.choice(found)
    was = match.group(0)
    if was in SPELLED.values():
        now = chance.choice([word for word in SPELLED.values() if word != was])
    else:
        others = [figure for figure in sample.figures if figure != was and ("." in figure) == ("." in was)]
        now = chance.choice([*others[:4], _other_digits(was, chance)])
    return _put(sample.text, match, now)


def _other_digits(figure: str, chance: random.Random) -> str:
    places = [place for place, sign in enumerate(figure) if sign.isdigit()]
    place = chance.choice(places)
    digit = chance.choice([sign for sign in "123456789" if sign != figure[place]])
    return figure[:place] + digit + figure[place + 1 :]


def _name(sample: Sample, chance: random.Random) -> str:
    bare = _QUOTED.sub(lambda quote: " " * len(quote.group(0)), sample.text)
    found = [match for match in re.finditer(_NAME, bare) if match.group(0) in sample.people]
    return _another(sample, found, chance)


def _speaker(sample: Sample, chance: random.Random) -> str:
    return _another(sample, [*_SAID_BEFORE.finditer(sample.text), *_SAID_AFTER.finditer(sample.text)], chance)


def _another(sample: Sample, found: list[re.Match[str]], chance: random.Random) -> str:
    """Another person of the article in the place of one named; of the same passage, half of the time."""
    if not found:
        return ""
    match = chance.choice(found)
    parts = set(match.group(0).split())
    others = [name for name in sample.people if not parts & set(name.split()) and name not in sample.text]
    near = [name for name in others if name in sample.source.text]
    pool = near if near and chance.random() < 0.5 else others
    return _put(sample.text, match, chance.choice(pool)) if pool else ""


def _date(sample: Sample, chance: random.Random) -> str:
    found = list(_DAY.finditer(_QUOTED.sub(lambda quote: " " * len(quote.group(0)), sample.text)))
    if not found:
        return ""
    match = chance.choice(found)
    was = match.group(0)
    if was.isdigit():
        return _put(sample.text, match, str(int(was) + chance.choice([-10, -2, -1, 1, 2, 10])))
    kind = WEEKDAYS if was in WEEKDAYS else MONTHS
    return _put(sample.text, match, chance.choice([word for word in kind if word != was]))


def _denied(sample: Sample, chance: random.Random) -> str:
    """A "not" put in or taken out, outside quoted words."""
    bare = _QUOTED.sub(lambda quote: " " * len(quote.group(0)), sample.text)
    if match := _DENIAL.search(bare):
        return _put(sample.text, match, match.group(1) or match.group(2))
    found = list(_AUXILIARY.finditer(bare))
    if not found:
        return ""
    match = chance.choice(found)
    return _put(sample.text, match, f"{match.group(0)} not")


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _extracted(sample: Sample, _: random.Random) -> str:
    return sample.text


def _attribution_moved(sample: Sample, _: random.Random) -> str:
    """“P,” said X → X said: “P”, and X said that P → According to X, P."""
    text = sample.text
    if match := re.fullmatch(rf"([“\"].+),([”\"]) said ((?:the [a-z ]+ )?{_NAME})\.", text):
        return f"{_upper(match.group(3))} said: {match.group(1)}.{match.group(2)}"
    if match := re.fullmatch(rf"({_NAME})(?:, [^,]+,)? said (?:on \w+ )?that (.+)\.", text):
        return f"According to {match.group(1)}, {match.group(2)}."
    return ""


def _clause_dropped(sample: Sample, _: random.Random) -> str:
    bare = _QUOTED.sub(lambda quote: "x" * len(quote.group(0)), sample.text)
    if match := re.search(r", (?:which|who|where|a|an|the) [^,.;:]{8,80}(?=[,.])", bare):
        return sample.text[: match.start()] + sample.text[match.end() + (bare[match.end()] == ",") :]
    if (
        match := re.search(r"(?:, (?:and|but|because|after|when) |; )[^,;]{15,}\.$", bare)
    ) and match.start() > 40:
        return sample.text[: match.start()] + "."
    return ""


def _other_verb(sample: Sample, chance: random.Random) -> str:
    verb = chance.choice(["stated", "explained", "noted", "remarked"])
    bare = _QUOTED.sub(lambda quote: "x" * len(quote.group(0)), sample.text)
    match = re.search(rf"\bsaid(?= (?:that|on|in|it|he|she|the|{_NAME})\b)", bare)
    return _put(sample.text, match, verb) if match else ""


def _date_resolved(sample: Sample, _: random.Random) -> str:
    """ "on Tuesday" as the last such day before the article's own."""
    bare = _QUOTED.sub(lambda quote: "x" * len(quote.group(0)), sample.text)
    match = re.search(rf"\bon ({'|'.join(WEEKDAYS)})\b(?! \d)", bare)
    day = sample.source.published
    if not match or day is None:
        return ""
    back = (day.weekday() - WEEKDAYS.index(match.group(1))) % 7
    return _put(sample.text, match, f"on {_written(day - timedelta(days=back))}")


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _numerals(sample: Sample, _: random.Random) -> str:
    """Letters for digits, or digits for letters."""
    bare = _QUOTED.sub(lambda quote: "x" * len(quote.group(0)), sample.text)
    numerals = {str(value): word for value, word in SPELLED.items()}
    values = {word: str(value) for value, word in SPELLED.items()}
    for match in re.finditer(r"(?<![\w.,-])\d+(?= [a-z])", bare):
        if match.group(0) in numerals:
            return _put(sample.text, match, numerals[match.group(0)])
    spelled = re.search(rf"(?<![\w-])(?:{_SPELLED.pattern})(?![\w-])", bare)
    return _put(sample.text, spelled, values[spelled.group(0)]) if spelled else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# The rarest first: the last one makes up the number.
ERRORS: dict[str, Change] = {
    "speaker": _speaker, "name": _name, "date": _date, "negation": _denied, "number": _number,
}  # fmt: skip
PARAPHRASES: dict[str, Change] = {
    "attribution moved": _attribution_moved,
    "clause dropped": _clause_dropped,
    "verb of saying": _other_verb,
    "date resolved": _date_resolved,
    "numerals": _numerals,
    "extracted": _extracted,
}
