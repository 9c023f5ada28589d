"""Answers, hits, articles and states as plain text for a terminal.

Used by app.py alone. It prints nothing itself except the progress of a build,
which goes to stderr; it loads no page library.
"""

import sys
import textwrap
import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from assistant.ui.lines import day_in_words, origin_of, wrapped
from corpus.article import Article, Block
from corpus.versions import Version
from index.building import BuildReport
from index.library import Status
from index.passage import Found, Hit

# Enough of a passage to see why it was found.
SHOWN_OF_PASSAGE = 280
# Ids of articles that a dry run names of each kind of change.
SHOWN_OF_CHANGES = 20


# --- hits ------------------------------------------------------------------


def found_as_text(found: Found) -> str:
    """One hit a paragraph, with the reasons it was found."""
    if not found.hits:
        return "nothing found"
    return "\n\n".join(_hit_as_text(hit) for hit in found.hits)


def _hit_as_text(hit: Hit) -> str:
    passage = hit.passage
    origin = origin_of(passage.publication, passage.published)
    head = f"{hit.rank}. {passage.title or passage.article_id} ({origin})"
    words = textwrap.shorten(passage.text, SHOWN_OF_PASSAGE, placeholder=" …")
    return "\n".join((wrapped(head), wrapped(words, indent="   "), f"   {passage.id}  {why(hit)}"))


def why(hit: Hit) -> str:
    """Why a hit is there, in words: its rank in either list, or the reference that led to it."""
    ranks = (("by meaning", hit.dense_rank), ("by words", hit.lexical_rank))
    reasons = [f"{name} #{rank}" for name, rank in ranks if rank]
    if hit.via_reference:
        reasons.append(f"referred to by {hit.via_reference}")
    return ", ".join(reasons)


# --- articles --------------------------------------------------------------


def article_as_text(article: Article, referring: Iterable[str] = (), versions: Sequence[Version] = ()) -> str:
    """The article's blocks, then its quotations, references, other versions, and what cleaning cut."""
    head = [
        article.title or "(untitled)",
        " · ".join(filter(None, (article.id, article.publication, _dates(article), article.language))),
        " · ".join(part for part in (", ".join(article.authors), article.section, article.url) if part),
    ]
    body = [_block_as_text(article, block) for block in article.blocks]
    lists = [
        _listed("Quotations", _quotation_lines(article)),
        _listed(_references_title(article), _reference_lines(article)),
        _listed("Referred to by", referring),
        _listed("Versions, newest first", (line for version in versions for line in _version_lines(version))),
        _listed("Cut", (f"{cut.reason}: {cut.text!r}" for cut in article.cuts)),
    ]
    return "\n\n".join(part for part in ("\n".join(filter(None, head)), *body, *lists) if part)


def _dates(article: Article) -> str:
    """The dates with where each came from; an inferred one is a bound."""
    if article.published_from == "inferred":
        told = f"not before {day_in_words(article.published)} (inferred from its references)"
    else:
        told = day_in_words(article.published) + (
            f" (from {article.published_from})" if article.published_from else ""
        )
    return told + (
        f", updated {day_in_words(article.updated)} (from {article.updated_from})" if article.updated else ""
    )


def _references_title(article: Article) -> str:
    resolved = sum(bool(reference.target) for reference in article.references)
    return f"References ({resolved} of {len(article.references)} in the corpus)"


def _version_lines(version: Version) -> Iterable[str]:
    yield f"{version.article_id}: {version.title} ({origin_of(version.publication, version.published)})"
    yield from (f"  − {paragraph}" for paragraph in version.gone)
    yield from (f"  + {paragraph}" for paragraph in version.come)


def _block_as_text(article: Article, block: Block) -> str:
    text = article.text[block.start : block.end]
    if block.kind == "heading":
        return f"## {text}"
    return wrapped(text, first="" if block.kind == "reporting" else f"[{block.kind}] ")


def _quotation_lines(article: Article) -> Iterable[str]:
    for quotation in article.quotations:
        speaker = quotation.speaker_full or quotation.speaker or "(nobody named)"
        details = ", ".join(
            filter(None, (speaker, quotation.role, quotation.outlet and f"via {quotation.outlet}"))
        )
        yield f"{details}: “{article.text[quotation.start : quotation.end]}”"


def _reference_lines(article: Article) -> Iterable[str]:
    for reference in article.references:
        target = reference.target or "not in the corpus"
        yield f"{reference.title} ({day_in_words(reference.published)}) → {target}"


def _listed(title: str, lines: Iterable[str]) -> str:
    shown = [wrapped(line, indent="    ", first="  ") for line in lines]
    return "\n".join([f"{title}:", *shown]) if shown else ""


# --- builds and states -----------------------------------------------------


STAGES = {
    "read": "reading",
    "cut": "cutting passages",
    "encode": "encoding",
    "store": "storing",
    "check": "checking",
}
SECONDS_BETWEEN_LINES = 5.0


class BuildProgress:
    """A build's progress on stderr: one line that moves on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._moves = sys.stderr.isatty()
        self._stage = ""
        self._started = self._shown = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._moves and self._stage:
            print(file=sys.stderr)

    def show(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` articles or passages of a stage, with the time that the rest will take."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started, self._shown = stage, now, 0.0
        pause = 0.2 if self._moves else SECONDS_BETWEEN_LINES
        if now - self._shown < pause and done < total:
            return
        self._shown = now
        left = (now - self._started) * (total - done) / done if done else 0.0
        rest = f", about {left:.0f} s left" if left >= 1 else ""
        line = f"{STAGES.get(stage, stage)}: {done:,} of {total:,}{rest}"
        print(f"\r\x1b[K{line}" if self._moves else line, end="" if self._moves else "\n", file=sys.stderr)
        sys.stderr.flush()


def report_as_text(report: BuildReport) -> str:
    """What a build did: counts, what was set aside and why, and where the time went."""
    counts = f"{report.articles:,} articles, {report.passages:,} passages"
    if report.dry:
        lines = _would_do(report)
    elif not report.written:
        lines = [f"nothing new: generation {report.generation} holds {counts}"]
    else:
        changes = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
        said = ", ".join(f"{len(ids):,} {name}" for name, ids in changes)
        lines = [f"generation {report.generation}: {counts} ({said}; {report.encoded:,} passages encoded)"]
        if report.reason and report.reason != "there was no index":
            lines.append(f"all was built anew: {report.reason}")
        lines.append("seconds: " + ", ".join(f"{name} {taken:.1f}" for name, taken in report.seconds.items()))
    lines += [f"set aside: {one.source}: {one.reason}" for one in report.set_aside]
    return "\n".join(lines)


def _would_do(report: BuildReport) -> list[str]:
    """What a build would do, with the first ids of each kind of change."""
    changes = (("add", report.added), ("change", report.changed), ("remove", report.removed))
    lines = ["would " + ", ".join(f"{name} {len(ids):,}" for name, ids in changes) + "; nothing was written"]
    if report.reason and report.reason != "there was no index":
        lines.append(f"would build all anew: {report.reason}")
    for name, ids in changes:
        shown = [*ids[:SHOWN_OF_CHANGES], *(["…"] if len(ids) > SHOWN_OF_CHANGES else [])]
        lines += [f"{name}: {' '.join(shown)}"] if shown else []
    return lines


def status_as_text(state: Status) -> str:
    """One fact a line; problems last."""
    if not state.generation:
        return "\n".join((f"home        {state.home}", *state.problems))
    facts = {
        "home": state.home,
        "generation": f"{state.generation}, made {state.created}",
        "articles": f"{state.articles:,} of {state.publications:,} publications, {state.set_aside:,} set aside",
        "passages": f"{state.passages:,}",
        "model": state.model,
        "from": ", ".join(state.paths),
        "previous": ", ".join(state.previous) or "none to roll back to",
        "disk": f"{state.disk_bytes / 1e6:,.1f} MB",
        "health": "; ".join(state.problems) or "good",
    }
    return "\n".join(f"{name:<12}{fact}" for name, fact in facts.items())
