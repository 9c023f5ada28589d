"""References to other articles: bracketed titles with dates, "see …", links, "as we reported on 4 May".

`references_of` finds them in one article, `resolve` finds what they mean in
the whole corpus. Tolerant of case, punctuation, small differences of a title
and a few days; what stays unresolved is kept.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from corpus.article import Article, Reference
from corpus.dating import MONTH_WORD, MONTHS, WRITTEN_DATE, date_of, parse_date
from corpus.quotes import Span

_GROUP = re.compile(r"[(\[](?:[Ss]ee|SEE|[Rr]ead|[Mm]ore)\b")
_SEE_BEFORE = re.compile(r"\b(?:[Ss]ee|[Rr]ead)(?: also| our(?: report| article| story)?)?,? [“\"‘']$")
_YEARLESS = (
    rf"(?:(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? (?P<m3>{MONTH_WORD})|(?P<m4>{MONTH_WORD})\.? "
    rf"(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?)(?!\d)"
)
_DATE = rf"(?:{WRITTEN_DATE}|{_YEARLESS}|(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d))"
_DATE_AFTER = re.compile(rf"[”\"’'»]?,? ?[(\[]?(?:[A-Z][a-z]+day,? )?{_DATE}")
_UNQUOTED = re.compile(rf"(?P<title>[A-Z0-9][^a-z()\[\];“”\"]{{12,220}}?),? {_DATE}")
_REPORTED = re.compile(
    rf"\b(?:(?:we|[Tt]he [A-Z]\w+(?: [A-Z]\w+)?) (?:first )?(?:reported|wrote|noted|warned|said|forecast) (?:here )?on|"
    rf"(?:reported|noted|described|forecast) in our (?:issue|edition|number) of) {_DATE}"
)
_MAX_GROUP = 3_000
_MIN_TITLE_WORDS = 3
# A print date and a web date of one article differ by days; a title that comes back every year differs by
# more.
_DAYS_EXACT, _DAYS_ALIKE = 14, 4
# Share of a title's words that the other must have, with a date that agrees and without one.
_ALIKE_DATED, _ALIKE_UNDATED = 0.75, 0.88
# And of its letters in their order, with a date that agrees.
_ALIKE_LETTERS = 0.9


def references_of(
    text: str, spans: Sequence[Span], links: Sequence[tuple[int, int, str]], published: date | None
) -> tuple[tuple[Reference, ...], list[Span]]:
    """The references of one article, in order, and the quoted spans that are no titles."""
    groups = list(_groups(text))
    starts = [start for start, _ in groups]
    found: list[Reference] = []
    others: list[Span] = []
    filled: set[int] = set()
    for span in spans:
        group = bisect_right(starts, span.start) - 1
        grouped = group >= 0 and span.start < groups[group][1]
        dated = _DATE_AFTER.match(text, span.end)
        seen = _SEE_BEFORE.search(text[max(0, span.start - 40) : span.start])
        title = text[span.start : span.end].rstrip(" ,;")
        if (grouped or seen or dated) and (grouped or len(title.split()) > 1):
            day = _day(dated, published) if dated else None
            found.append(Reference(span.start, span.start + len(title), title, day))
            filled |= {group} if grouped else set()
        else:
            others.append(span)
    for place, (start, end) in enumerate(groups):
        if place not in filled:
            found += _unquoted(text, start, end, published)
    for match in _REPORTED.finditer(text):
        found.append(Reference(match.start(), match.end(), "", _day(match, published)))
    titled = sorted((reference.start, reference.end) for reference in found)
    found += [
        Reference(start, end, text[start:end], url=url)
        for start, end, url in links
        if not _within(titled, start, end)
    ]
    return tuple(sorted(found, key=lambda reference: (reference.start, reference.end))), others


def resolve(articles: Sequence[Article]) -> list[Article]:
    """The articles with the targets of their references; links that lead to no article are dropped again.

    A quotation that is word for word the title of another article, and dated or not said by anybody, is a
    reference too ("Readers will remember “Old Quay Sold”").
    """
    catalogue = _Catalogue(articles)
    return [_resolved(article, catalogue) for article in articles]


class _Catalogue:
    """Articles by title, address and day."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.by_title: defaultdict[str, list[Article]] = defaultdict(list)
        self.by_url: dict[str, Article] = {}
        self.by_day: defaultdict[tuple[str, date], list[Article]] = defaultdict(list)
        self._by_word: defaultdict[str, list[Article]] = defaultdict(list)
        for article in articles:
            key = _key(article.title)
            if key:
                self.by_title[key].append(article)
                for word in set(_words(article.title)):
                    self._by_word[word].append(article)
            if article.url:
                self.by_url.setdefault(_address(article.url), article)
            if article.published and article.published_from != "inferred":
                self.by_day[article.publication, article.published].append(article)

    def target(self, reference: Reference, source: Article) -> str:
        """The id of the article that a reference means, "" where there is none."""
        if reference.url:
            found = self.by_url.get(_address(reference.url))
            if found:
                return found.id if found.id != source.id else ""
            named = [each for each in self.by_title.get(_key(reference.title), ()) if each.id != source.id]
            return _nearest(named, None, _DAYS_EXACT)
        if not reference.title:
            day = reference.published
            same_day = (
                [each for each in self.by_day[source.publication, day] if each.id != source.id] if day else []
            )
            return same_day[0].id if len(same_day) == 1 else ""
        exact = [each for each in self.by_title.get(_key(reference.title), ()) if each.id != source.id]
        near = _nearest(exact, reference.published, _DAYS_EXACT)
        return near or self._alike(reference, source)

    def _alike(self, reference: Reference, source: Article) -> str:
        words = set(_words(reference.title))
        if len(words) < _MIN_TITLE_WORDS:
            return ""
        # The two rarest words: a title with a small difference still has one of them.
        rare = sorted(
            (word for word in words if word in self._by_word),
            key=lambda word: (len(self._by_word[word]), word),
        )[:3]
        best, best_share = "", 0.0
        for article in {each.id: each for word in rare for each in self._by_word[word][:200]}.values():
            other = set(_words(article.title))
            share = len(words & other) / max(len(words | other), 1)
            day = reference.published
            agree = day is not None and _apart(article, day) <= _DAYS_ALIKE
            enough = _ALIKE_DATED if agree else _ALIKE_UNDATED
            if agree and share < enough:
                # A slip of the pen inside a word.
                share = SequenceMatcher(
                    None, _key(reference.title), _key(article.title), autojunk=False
                ).ratio()
                enough = _ALIKE_LETTERS
            conflict = reference.published and article.published and not agree
            if article.id != source.id and share >= enough and share > best_share and not conflict:
                best, best_share = article.id, share
        return best


def _resolved(article: Article, catalogue: _Catalogue) -> Article:
    references = [replace(each, target=catalogue.target(each, article)) for each in article.references]
    references = [each for each in references if each.target or not each.url]
    titles = []
    for quotation in article.quotations:
        words = article.text[quotation.start : quotation.end].rstrip(" ,;.")
        if len(words.split()) >= _MIN_TITLE_WORDS and not quotation.speaker_full:
            same = [each for each in catalogue.by_title.get(_key(words), ()) if each.id != article.id]
            if same:
                titles.append(quotation)
                target = _nearest(same, None, _DAYS_EXACT)
                references.append(
                    Reference(quotation.start, quotation.start + len(words), words, target=target)
                )
    quotations = tuple(each for each in article.quotations if each not in titles)
    references.sort(key=lambda reference: (reference.start, reference.end))
    bound = max((each.published for each in references if each.published), default=None)
    if article.published is None and bound:
        article = replace(article, published=bound, published_from="inferred")
    return replace(article, references=tuple(references), quotations=quotations)


def _groups(text: str) -> Iterable[tuple[int, int]]:
    """Brackets that open with "See", from the bracket to its end (the paragraph's, where it is not
    closed)."""
    done = 0
    for match in _GROUP.finditer(text):
        # A bracket inside the one before is part of it, so that no text is walked twice.
        if match.start() < done:
            continue
        close = ")" if match.group()[0] == "(" else "]"
        paragraph = text.find("\n\n", match.end(), match.end() + _MAX_GROUP)
        limit = paragraph if paragraph >= 0 else min(len(text), match.end() + _MAX_GROUP)
        depth, end = 1, limit
        for position in range(match.end(), limit):
            if text[position] == match.group()[0]:
                depth += 1
            elif text[position] == close:
                depth -= 1
                if not depth:
                    end = position
                    break
        done = end
        yield match.start(), end


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the sorted spans overlaps `start:end`."""
    place = bisect_right(spans, (end,)) - 1
    return place >= 0 and spans[place][1] > start


def _unquoted(text: str, start: int, end: int, published: date | None) -> list[Reference]:
    """Titles in capitals without quotation marks, each with its date."""
    inside = re.compile(r"[(\[](?:[Ss]ee|SEE|[Rr]ead|[Mm]ore):? ?").match(text, start)
    begin = inside.end() if inside else start
    return [
        Reference(match.start("title"), match.end("title"), match.group("title"), _day(match, published))
        for match in _UNQUOTED.finditer(text, begin, end)
    ]


def _day(match: re.Match[str], published: date | None) -> date | None:
    """The day of a matched date; one without a year lies in the year before `published` at the latest."""
    if match.group("iso"):
        return parse_date(match.group("iso"))
    if match.group("y1") or match.group("y2"):
        return date_of(match)
    month, day = (
        MONTHS[(match.group("m3") or match.group("m4")).lower()],
        int(match.group("d3") or match.group("d4")),
    )
    if published is None:
        return None
    for year in (published.year, published.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= published:
            return found
    return None


def _nearest(articles: Sequence[Article], day: date | None, tolerance: int) -> str:
    """The one nearest to `day`, newest where there is none; "" where all are further away than the
    tolerance."""
    if day is None:
        return max(articles, key=lambda each: (each.published or date.min, each.id)).id if articles else ""
    near = [each for each in articles if each.published is None or _apart(each, day) <= tolerance]
    return min(near, key=lambda each: (_apart(each, day), each.id)).id if near else ""


def _apart(article: Article, day: date) -> int:
    return abs((article.published - day).days) if article.published else 10**6


def _words(title: str) -> list[str]:
    counted = Counter(re.findall(r"[^\W_]+", title.casefold().replace("’", "").replace("'", "")))
    return list(counted)


def _key(title: str) -> str:
    return "".join(char for char in title.casefold() if char.isalnum())


def _address(url: str) -> str:
    """The address without scheme, www, query, fragment and last slash."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url.lower())
    return re.split(r"[?#]", bare, maxsplit=1)[0].rstrip("/")
