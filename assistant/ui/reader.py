"""An article as HTML for the reader: its blocks, speakers, references and links, with the cited words marked.

A pure function over a corpus `Article` and the spans to mark; every word goes
through `escaping.text`. Never cleans or changes text: it only slices it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.ui.escaping import day, host, link, linked, text
from corpus.article import Article, Block

MARKED = "cited"
EVIDENCE = "the evidence"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the corpus knows around an article: (id, title, date in HTML) of each neighbour."""

    referring: tuple[Article, ...] = ()
    versions: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans of one sort that do not overlap, and how to wrap the words of one."""

    spans: Sequence[tuple[int, int]]
    wrap: Sequence[Callable[[str], str]] = field(default_factory=tuple)


def article(
    shown: Article,
    cited: tuple[int, int] | None = None,
    around: Surroundings = Surroundings(),
    back: str = EVIDENCE,
) -> str:
    """The whole article; `cited` is the span to mark and scroll to, `back` names where its reader came from."""
    layers = (_pointers(shown), _quotations(shown), _cited(cited))
    blocks = shown.blocks or (Block(0, len(shown.text), "reporting"),)
    body = "".join(_block(shown, block, layers) for block in blocks)
    return _framed(f'{_head(shown)}<div class="body" dir="auto">{body}</div>{_foot(around)}', back)


def unavailable(message: str, back: str = EVIDENCE) -> str:
    """The reader where there is no article to show."""
    return _framed(f'<p class="notice failed">{text(message)}</p>', back)


def _framed(content: str, back: str) -> str:
    """The reader with its way back; focusable, so that a keyboard reader lands in it."""
    return (
        '<div class="reader-bar"><button type="button" class="control" data-event="close_reader">← Back'
        f'<span class="whither"> to {text(back)}</span></button></div>'
        f'<article class="reader" tabindex="-1">{content}</article>'
    )


def _head(shown: Article) -> str:
    where = " · ".join(text(part) for part in (shown.publication, shown.section) if part)
    when = day(shown.published, "no date given")
    if shown.published_from == "inferred":
        when = f"not before {when} (inferred from its references)"
    updated = f" · updated {day(shown.updated)}" if shown.updated else ""
    authors = f'<p class="authors">By {text(", ".join(shown.authors))}</p>' if shown.authors else ""
    site = host(shown.url)
    original = f'<p class="original">{link(shown.url, f"Original at {site}")}</p>' if site else ""
    return (
        f'<header><p class="byline">{where + " · " if where else ""}{when}{updated}</p>'
        f'<h2 dir="auto">{text(shown.title or shown.id)}</h2>{authors}{original}</header>'
    )


def _block(shown: Article, block: Block, layers: Sequence[Layer]) -> str:
    words = _words(shown.text, block.start, block.end, layers)
    if block.kind == "heading":
        return f"<h3>{words}</h3>"
    if block.kind == "commentary":
        return (
            f'<aside class="commentary" aria-label="Commentary by the publication">'
            f'<span class="voice">The publication’s own voice</span><p>{words}</p></aside>'
        )
    return f'<p class="{text(block.kind)}">{words}</p>{_speakers(shown, block)}'


def _speakers(shown: Article, block: Block) -> str:
    """Who is quoted in a block, once each, and who relayed the words."""
    names = []
    for quotation in shown.quotations:
        if quotation.speaker and block.start <= quotation.start < block.end:
            name = quotation.speaker_full or quotation.speaker
            role = f", {quotation.role}" if quotation.role else ""
            relayed = f", as reported by {quotation.outlet}" if quotation.outlet else ""
            names.append(f"{name}{role}{relayed}")
    said = "; ".join(text(name) for name in dict.fromkeys(names))
    return f'<p class="speakers">Quoted: {said}</p>' if said else ""


def _words(source: str, start: int, end: int, layers: Sequence[Layer]) -> str:
    """`source[start:end]` escaped, the spans of each layer wrapped around the layers after it."""
    if start >= end:
        return ""
    if not layers:
        return text(source[start:end])
    layer, inner = layers[0], layers[1:]
    pieces, position = [], start
    for (first, last), wrap in zip(layer.spans, layer.wrap, strict=True):
        opens, closes = max(first, position), min(last, end)
        if opens >= closes:
            continue
        pieces.append(_words(source, position, opens, inner))
        pieces.append(wrap(_words(source, opens, closes, inner)))
        position = closes
    return "".join(pieces) + _words(source, position, end, inner)


def _pointers(shown: Article) -> Layer:
    """References to other articles, and the links that the article's format gave."""
    wraps: list[tuple[tuple[int, int], Callable[[str], str]]] = []
    for reference in shown.references:
        wraps.append(((reference.start, reference.end), _to_article(reference.target)))
    for start, end, url in shown.links:
        wraps.append(((start, end), _out(url)))
    wraps.sort(key=lambda item: item[0])
    return Layer([spot for spot, _ in wraps], [wrap for _, wrap in wraps])


def _to_article(target: str) -> Callable[[str], str]:
    if not target:
        return lambda words: f'<span class="unresolved" title="Not in this corpus">{words}</span>'
    return lambda words: _way(target, words)


def _way(target: str, markup: str) -> str:
    """The way to another article, around escaped markup: a span, since a button cannot break lines."""
    return (
        f'<span role="link" tabindex="0" class="reference" data-event="open_article" '
        f'data-article="{text(target)}">{markup}</span>'
    )


def _out(url: str) -> Callable[[str], str]:
    return lambda words: linked(url, words)


def _quotations(shown: Article) -> Layer:
    spans = sorted({(q.start, q.end) for q in shown.quotations})
    return Layer(spans, [lambda words: f'<span class="quoted">{words}</span>'] * len(spans))


def _cited(span: tuple[int, int] | None) -> Layer:
    if span is None:
        return Layer(())
    return Layer((span,), (lambda words: f'<mark class="{MARKED}">{words}</mark>',))


def _foot(around: Surroundings) -> str:
    return _neighbours("Other versions of this story", around.versions) + _neighbours(
        "Articles that refer to this one", around.referring
    )


def _neighbours(heading: str, articles: Sequence[Article]) -> str:
    if not articles:
        return ""
    items = "".join(
        f"<li>{_way(o.id, text(o.title or o.id))} <small>{day(o.published)}</small></li>" for o in articles
    )
    return f'<nav class="neighbours"><h3>{heading}</h3><ul>{items}</ul></nav>'
