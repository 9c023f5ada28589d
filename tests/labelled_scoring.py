"""Score parsed articles against the labelled sets of `tests/data/labelled` (its README has the rules).

Used by `test_labelled.py` and `bench/labelled.py`. Compares values only: it
parses nothing, and it never looks at how the parser came to a result.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.article import Article, Corpus, Quotation
from corpus.parsing import read_corpus

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "data" / "labelled"
SPLITS = ("dev", "test", "fresh", "held", "last", "forms", "sample")
GOLD_SUFFIX = ".gold.json"
# What stands before a name and is no part of it; the gold has names without titles.
# fmt: off
_TITLES = frozenset(
    (
        "admiral", "baroness", "bishop", "capt", "captain", "col", "colonel", "commander", "councillor",
        "dame", "dr", "father", "gen", "general", "gov", "governor", "inspector", "judge", "justice",
        "king", "lady", "lieutenant", "lord", "lt", "madam", "maj", "major", "marshal", "mayor", "minister",
        "miss", "mr", "mrs", "ms", "premier", "president", "prince", "princess", "prof", "professor",
        "prosecutor", "queen", "rep", "sen", "senator", "sergeant", "sgt", "sheikh", "sir", "sister", "the",
        "vet",
    )
)
# fmt: on
_ONE_QUOTE_MARK = str.maketrans(dict.fromkeys('“”‘’„«»‹›´`"', "'"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of the gold was found, and how much of what was found is gold.

    Where only the gold is counted (an accuracy), `found` equals `gold`.
    """

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def score(self) -> float:
        """F1, which is the accuracy where `found` equals `gold`; 0 where there is nothing to score."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.found + other.found, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Miss:
    """One place where the parse and the gold differ; `gold` or `got` is "—" where that side has nothing."""

    article: str
    measure: str
    place: str
    gold: str
    got: str


@dataclass
class Scores:
    """Tallies by measure and every miss, in the order of the articles."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def count(self, measure: str, tally: Tally) -> None:
        self.tallies[measure] = self.tallies.get(measure, Tally()) + tally

    def judge(self, article: str, measure: str, place: str, *, gold: str, got: str, right: bool) -> None:
        """Count one gold value as found rightly or not."""
        self.count(measure, Tally(int(right), 1, 1))
        if not right:
            self.misses.append(Miss(article, measure, place, gold, got))


def read_split(split: str) -> tuple[Corpus, dict[str, dict[str, Any]]]:
    """The parsed articles of a split, read together, and its gold by article id."""
    golds = {
        path.name.removesuffix(GOLD_SUFFIX): json.loads(path.read_text("utf-8"))
        for path in sorted((LABELLED / split).glob(f"*{GOLD_SUFFIX}"))
    }
    folder = ROOT / "corpus" / "sample" if split == "sample" else LABELLED / split
    files = [path for path in sorted(folder.iterdir()) if not path.name.endswith(GOLD_SUFFIX)]
    return read_corpus(files), golds


def score(corpus: Corpus, golds: dict[str, dict[str, Any]]) -> Scores:
    """All measures over the articles that have gold.

    Raises:
        ValueError: there is no gold, or a labelled article was not parsed (the message says which, and why).
    """
    parsed = {article.id: article for article in corpus.articles}
    if not golds or not golds.keys() <= parsed.keys():
        missing = ", ".join(sorted(golds.keys() - parsed.keys())) or "all gold"
        aside = "; ".join(f"{item.source}: {item.reason}" for item in corpus.set_aside) or "nothing"
        raise ValueError(f"not parsed: {missing}. Set aside: {aside}")
    scores = Scores()
    for article_id, gold in golds.items():
        article = parsed[article_id]
        _score_metadata(article, gold, scores)
        _score_blocks(article, gold, scores)
        _score_quotations(article, gold["quotations"], scores)
        _score_references(article, gold["references"], scores)
    return scores


def _score_metadata(article: Article, gold: dict[str, Any], scores: Scores) -> None:
    title = gold["title"]
    # An article without a title may be shown under any name that the parser finds for it.
    if title:
        right = _unified(article.title) == _unified(title)
        scores.judge(article.id, "title", "title", gold=title, got=article.title, right=right)
    # A bound inferred from the references is no date of publication.
    known = article.published if article.published_from != "inferred" else None
    got, wanted = known.isoformat() if known else "—", gold["published"] or "—"
    scores.judge(article.id, "published", "published", gold=wanted, got=got, right=got == wanted)


def _score_blocks(article: Article, gold: dict[str, Any], scores: Scores) -> None:
    blocks = [(_unified(article.text[block.start : block.end]), block.kind) for block in article.blocks]
    for wanted in gold["blocks"]:
        text = _unified(wanted["text"])
        # The whole block first: a short heading may stand in a paragraph as well.
        kinds = [kind for words, kind in sorted(blocks, key=lambda b: b[0] != text) if text in words]
        got = kinds[0] if kinds else "—"
        right = got == wanted["kind"]
        scores.judge(article.id, "block kind", wanted["text"], gold=wanted["kind"], got=got, right=right)
    for cut in gold["cut"]:
        kept = [words for words, _ in blocks if _unified(cut) in words]
        scores.judge(article.id, "cut", cut, gold="cut", got="".join(kept[:1]), right=not kept)


def _score_quotations(article: Article, golds: Sequence[dict[str, Any]], scores: Scores) -> None:
    found = [(_unified(article.text[item.start : item.end]), item) for item in article.quotations]
    pairs, missed, extra = _matched(golds, found)
    scores.count("quotation span", Tally(len(pairs), len(found), len(golds)))
    for gold in missed:
        scores.misses.append(Miss(article.id, "quotation span", gold["text"], "a quotation", "—"))
    for item in extra:
        words = article.text[item.start : item.end]
        scores.misses.append(Miss(article.id, "quotation span", words, "—", "a quotation"))
    for gold, item in pairs:
        speaker, got = gold["speaker_full"], item.speaker_full or item.speaker
        right = _name(got) in {_name(name) for name in (speaker, *gold.get("also", ()))}
        scores.judge(article.id, "speaker", gold["text"], gold=speaker or "—", got=got or "—", right=right)
        outlet, heard = gold["outlet"], item.outlet
        same = _same_outlet(outlet, heard)
        scores.judge(article.id, "outlet", gold["text"], gold=outlet or "—", got=heard or "—", right=same)


def _matched(
    golds: Iterable[dict[str, Any]], found: Iterable[tuple[str, Quotation]]
) -> tuple[list[tuple[dict[str, Any], Quotation]], list[dict[str, Any]], list[Quotation]]:
    """Gold and found quotations of the same words, paired in order; then what either side has left over."""
    waiting: dict[str, list[Quotation]] = {}
    for words, item in found:
        waiting.setdefault(words, []).append(item)
    pairs, missed = [], []
    for gold in golds:
        same = waiting.get(_unified(gold["text"]))
        if same:
            pairs.append((gold, same.pop(0)))
        else:
            missed.append(gold)
    return pairs, missed, [item for items in waiting.values() for item in items]


def _score_references(article: Article, golds: Sequence[dict[str, Any]], scores: Scores) -> None:
    """Targets are compared as multisets, an unresolved reference (`""`) like any other target."""
    wanted = Counter(gold["target"] for gold in golds)
    got = Counter(reference.target for reference in article.references)
    scores.count("reference", Tally((wanted & got).total(), got.total(), wanted.total()))
    for target, number in _surplus(wanted, got):
        titles = " | ".join(gold["title"] for gold in golds if gold["target"] == target)
        scores.misses.append(Miss(article.id, "reference", titles, f"{number} × {target or 'none'}", "—"))
    for target, number in _surplus(got, wanted):
        titles = " | ".join(reference.title for reference in article.references if reference.target == target)
        scores.misses.append(Miss(article.id, "reference", titles, "—", f"{number} × {target or 'none'}"))
    _score_reference_dates(article, golds, scores)


def _score_reference_dates(article: Article, golds: Sequence[dict[str, Any]], scores: Scores) -> None:
    """Dates of the references that were found by title; undated ones say nothing and are left out."""
    dates = {_unified(reference.title).strip(" ,;"): reference.published for reference in article.references}
    for gold in golds:
        title = _unified(gold["title"])
        if gold["published"] and title in dates:
            got = str(dates[title] or "—")
            right = got == gold["published"]
            scores.judge(
                article.id, "reference date", gold["title"], gold=gold["published"], got=got, right=right
            )


def _surplus(some: Counter[str], others: Counter[str]) -> Iterator[tuple[str, int]]:
    return iter(sorted((some - others).items()))


def _unified(text: str) -> str:
    """Case, white space and the shape of quotation marks made one."""
    return " ".join(text.translate(_ONE_QUOTE_MARK).split()).casefold()


def _name(text: str) -> str:
    """A name to compare: what follows the last title ("Transport Minister Aldo Ferrant" → "aldo ferrant")."""
    words = re.findall(r"[\w'-]+", _unified(text))
    titles = [place for place, word in enumerate(words[:-1]) if word in _TITLES]
    return " ".join(words[titles[-1] + 1 :] if titles else words)


def _same_outlet(one: str, other: str) -> bool:
    """Equal, or the one is the short form of the other ("the Packet" for "The Amaris Packet")."""
    words, others = _name(one).split(), _name(other).split()
    shorter = min(len(words), len(others))
    return words == others or (shorter > 0 and words[-shorter:] == others[-shorter:])
