"""Cut what is no part of an article, by whole paragraphs only, and say why; `show` lists what was cut.

`trim` sees one article, `repeated_lines` a whole corpus. Never changes a
paragraph that stays, so that every sentence stands as it was given.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.article import Cut
from corpus.dating import is_date_line
from corpus.draft import Paragraph

_REMNANT = re.compile(
    r"(?:skip to (?:main )?content|skip to .{0,30}|read more|continue reading|advertisement|"
    r"sponsored(?: content)?|"
    r"story continues below.{0,40}|click here.{0,80}|load more|view comments|leave a comment|comments?|"
    r"share(?: this)?(?: (?:article|story|post|page))?(?: on .{0,60})?|share on .{0,60}|tweet|"
    r"print|email|e-mail|"
    r"(?:facebook|twitter|linkedin|whatsapp|reddit|email|print|copy link|,|\||·|share|x| ){3,20}|"
    r"tags?:.{0,200}|filed under:?.{0,200}|related (?:articles?|stories|posts|coverage|topics?|content):?|"
    r"more (?:from|on) .{0,60}|you (?:may|might) also like:?|recommended(?: for you)?|most (?:read|popular)|"
    r"home|menu|search|close|back to top|(?:next|previous) (?:article|post|story)|hide caption|"
    r"toggle caption|"
    r"enlarge this image|getty images|cnn —|.{0,40} cnn(?: business)? —|all rights reserved\.?|"
    r"[_*\-–—=~•·. ]{1,80})",
    re.IGNORECASE,
)
# What a page writes around a film that it shows: a button, the running time, the source.
_PLAYER = re.compile(
    r"(?:video ad feedback|just watched|now playing|must watch)\b.{0,300}|"
    r".{0,200}\b\d{1,2}:\d\d (?:[-–—] )?source:.{0,80}|.{0,200}\breplay (?:more )?videos?\b.{0,200}",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright:? (?:©|\(c\)|\d{4}|by\b)|copyright$|copyright:).{0,200}", re.IGNORECASE
)
_CALL = re.compile(
    r"(?:(?:[A-Z ]{4,30}: ?)?sign up|subscribe|follow (?:us|him|her|me|[A-Z@])|join our|get (?:the|our|"
    r".{0,40}newsletter)|support (?:our|local) journalism|"
    r"download (?:the|our) app|like us on|click here|register (?:now|here)|to (?:get|receive) "
    r".{0,60}(?:inbox|newsletter)|"
    r"would you like to receive|thank you for (?:reading|supporting|subscribing)|already a "
    r"(?:subscriber|member))",
    re.IGNORECASE,
)
# Of a line that also says why: "If your day … Sign up here for the newsletter."
_SIGN_UP = re.compile(
    r"\b(?:sign up|subscribe)\b.{0,60}\b(?:here|newsletter|free|text messages)\b|"
    r"\b(?:newsletter|delivered|roundup)\b.{0,80}\byour inbox\b",
    re.IGNORECASE,
)
_CALL_OBJECT = re.compile(
    (
        r"newsletter|inbox|subscri|twitter|facebook|instagram|telegram|whatsapp|our app|podcast|"
        r"journalism|here\b|@"
    ),
    re.IGNORECASE,
)
_RELATED = re.compile(
    (
        r"(?:more|read more|related|read|see also|also read|watch|listen|photos?|gallery|don't "
        r"miss|must read|in pictures):\s?\S.{0,200}"
    ),
    re.IGNORECASE,
)
# "►Costco savings: three tips", "Get the latest updates here", "(Click here to view)"
_POINTER = re.compile(
    r"[►▶▸»➤→⇒]\s*\S.{2,250}(?<!\.)|"
    r"(?!.*\.$(?<!here\.)(?<!here \.))(?:get|read|see|follow|find|view|watch|check out|catch up on|click for) "
    r"(?:(?:all|the|our|more|of|on|latest|live|full|breaking|up-to-date|these|other) )*"
    r"(?:updates?|coverage|live ?blog|live feed|full story|full report|full list|stories|breaking news|results)\b"
    r".{0,90}|"
    r"[(\[]?(?:click|tap) here\b.{0,100}|.{0,90}\bhere ?(?:>>+|»|→)",
    re.IGNORECASE,
)
# One of these stands in every such line: the dear patterns are tried on no other.
_PLAYER_HINTS = ("source:", "video", "watch", "playing")
_SIGN_UP_HINTS = ("sign up", "subscribe", "inbox")
# "'Intolerable':FDA proposes a ban", "Health or a paycheck?Workers face a choice": a link's lead runs into its title.
_HEADLINE_LINK = re.compile(r"[^:?\n]{3,90}(?:(?:\?:|[?:])[A-Z]|:[\"'“‘][A-Z])[^\n]{8,200}(?<![.”\"])")
_CONTRIBUTING = re.compile(r"(?:contributing|contributors?)(?: writers?)?: .{3,300}", re.IGNORECASE)
_BYLINE = re.compile(
    (
        r"(?:by|written by|story by|reporting by) [A-Z][\w.'’-]*(?:[ ,]{1,2}(?:(?:and|of|for|the|"
        r"in) ){0,2}[A-Z][\w.'’-]*){0,12}"
    ),
    re.IGNORECASE,
)
_SLUG = re.compile(
    r"(?:\(?(?:AP|AFP|Reuters|CNN|UPI|Associated Press|The Associated Press|USA TODAY|USA "
    r"TODAY Sports|Bloomberg|BBC News)\)?)(?: [—–-])?"
)
_CREDIT = re.compile(
    r"(?:photo(?:graph)?|image|picture|illustration|graphic|credit|video|file photo|"
    r"caption)s?(?: credits?| by| courtesy)?[:;] ?.{1,300}"
    r"|.{0,300}\b(?:image|photo|picture|credit|photograph|illustration)s?[:;] ?[^.]{1,80}\.?"
    r"|.{0,300}\((?:photo|image|picture|file photo|ap photo|photograph|illustration)\b[^()]{0,120}\)\.?"
    r"|.{0,300}(?:/|\bvia )\s?(?:getty|ap|afp|reuters|shutterstock|istock|alamy|flickr|"
    r"wikimedia commons|unsplash|pool)(?: images)?\)?\.?"
    r"|.{0,300}, (?:in|from) (?:a )?file(?: photo)?\.(?: .{0,80})?"
    r"|\((?:photo|image|picture|file)\b[^()]{0,200}\)"
    r"|.{0,300}\((?:archive|file|handout|courtesy|library|pool)\b[^()]{0,80}\)\.?"
    r"|pictured:? .{1,300}",
    re.IGNORECASE,
)
# One of these stands in every credit: most lines are told apart without the dear pattern.
_CREDIT_HINTS = (
    "photo", "image", "picture", "illustration", "graphic", "credit", "video", "caption", "/", "via ", "file",
    "(archive", "(handout", "(courtesy", "(library", "(pool", "(ap photo",
)  # fmt: skip
_STOCK = re.compile(
    r"(?:(?:world |political |old |3d )?map of|(?:(?:stock|file|archive|vintage|old|historic|colou?r|"
    r"black[- ]and[- ]white|close[- ]up) ){0,2}(?:photo(?:graph)?|picture|image|"
    r"illustration|screenshot|portrait|silhouettes?|close[- ]?up|"
    r"aerial view|view|collage|montage|drawing|painting) (?:of|showing|shows)|(?:a |the "
    r")?(?:national |waving )?flags? of|concept of|[^.]{0,80} concept\b|"
    r"[^.]{0,80}\b(?:in (?:the )?background|on (?:a )?(?:white|black|blue|red|dark|wooden) "
    r"(?:background|table|wall)|with magnifying glass))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
# Of a headline's longer words most come back in the article (median 0.8 in the 4,929); of a stock picture's
# few do.
_OWN_WORDS = 0.4
_MAX_CAPTION_CHARS = 300
_MAX_REPEATED_CHARS = 320
# A line is the publication's and not the article's when this many different articles hold it at an edge.
_REPEATS = 4
# "1. Ukraine" heads an item of many a morning's list.
_NUMBERED = re.compile(r"\d{1,2}\. ")
_EDGE = 3


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What stays of an article and what was cut."""

    kept: tuple[Paragraph, ...]
    cuts: tuple[Cut, ...]


def trim(
    paragraphs: Sequence[Paragraph],
    *,
    title: str,
    authors: Sequence[str],
    masthead: frozenset[str] = frozenset(),
) -> Trimmed:
    """Cut captions before the text, page remnants, repeated titles and bylines of one article."""
    texts = [paragraph.text for paragraph in paragraphs]
    kept: list[Paragraph] = []
    cuts: list[Cut] = []
    for place, paragraph in enumerate(paragraphs):
        reason = "" if paragraph.hint == "heading" and place else _reason(paragraph.text, title, authors)
        if not reason and paragraph.text in masthead:
            reason = "byline or date line"
        if not reason and not kept and _opens_as_caption(paragraph, texts[place + 1 :], titled=bool(title)):
            reason = "image caption"
        if reason:
            cuts.append(Cut(paragraph.text, reason))
        else:
            kept.append(paragraph)
    return Trimmed(tuple(kept), tuple(cuts))


def is_caption(line: str) -> bool:
    """Whether a paragraph says itself that it is a picture's caption or credit."""
    if len(line) > _MAX_CAPTION_CHARS:
        return False
    low = line.lower()
    return any(hint in low for hint in _CREDIT_HINTS) and bool(_CREDIT.fullmatch(line))


def is_stock_caption(line: str, rest: Sequence[str]) -> bool:
    """Whether a first line describes a picture: it says so, or is no sentence and shares few words with the
    rest."""
    if is_caption(line):
        return True
    if len(line) > _MAX_CAPTION_CHARS or not rest or line[-1] in '.!?”"’:…':
        return False
    if line.isupper() or is_date_line(rest[0]):
        # A headline: captions are not set in capitals, and nobody dates a picture.
        return False
    return bool(_STOCK.match(line)) or _share_of_own_words(line, rest) < _OWN_WORDS


def repeated_lines(articles: Iterable[tuple[str, Sequence[Paragraph]]]) -> frozenset[tuple[str, str]]:
    """(publication, line) of lines that stand at the edge of several different articles of a publication.

    Articles count as different by their longest paragraph, so that wire copies of one story are one witness.
    """
    witnesses: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for publication, paragraphs in articles:
        longest = hash(max((paragraph.text for paragraph in paragraphs), key=len, default=""))
        for paragraph in [*paragraphs[:_EDGE], *paragraphs[_EDGE:][-_EDGE:]]:
            numbered = paragraph.hint == "heading" or _NUMBERED.match(paragraph.text)
            if len(paragraph.text) <= _MAX_REPEATED_CHARS and not numbered:
                witnesses[publication, paragraph.text].add(longest)
    return frozenset(line for line, articles_with in witnesses.items() if len(articles_with) >= _REPEATS)


def cut_repeated(
    paragraphs: Sequence[Paragraph], publication: str, repeated: frozenset[tuple[str, str]]
) -> Trimmed:
    """Cut the lines of `repeated`, unless nothing would stay."""
    kept = tuple(paragraph for paragraph in paragraphs if (publication, paragraph.text) not in repeated)
    if not kept or len(kept) == len(paragraphs):
        return Trimmed(tuple(paragraphs), ())
    cut = (paragraph.text for paragraph in paragraphs if (publication, paragraph.text) in repeated)
    return Trimmed(kept, tuple(Cut(text, "repeated line") for text in cut))


def _reason(text: str, title: str, authors: Sequence[str]) -> str:
    """Why a paragraph goes wherever it stands, "" if it stays."""
    if len(text) > _MAX_REPEATED_CHARS:
        return ""
    if _REMNANT.fullmatch(text) or _COPYRIGHT.fullmatch(text):
        return "page remnant"
    low = text.lower()
    if any(hint in low for hint in _PLAYER_HINTS) and _PLAYER.fullmatch(text):
        return "video caption"
    if title and abs(len(text) - len(title)) < 12 and _letters(text) == _letters(title):
        return "title repeated"
    if is_date_line(text) or (title and text.startswith(title) and is_date_line(text[len(title) :].strip())):
        return "date line"
    if _SLUG.fullmatch(text) or _BYLINE.fullmatch(text) or text in authors:
        return "byline"
    if _CONTRIBUTING.fullmatch(text):
        return "byline"
    if (_RELATED.fullmatch(text) or _HEADLINE_LINK.fullmatch(text)) and text[-1] not in ".":
        return "link to another page"
    if _POINTER.fullmatch(text) and text.count(". ") == 0:
        return "link to another page"
    asks = any(hint in low for hint in _SIGN_UP_HINTS) and _SIGN_UP.search(text)
    if asks or (_CALL.match(text) and _CALL_OBJECT.search(text)):
        return "newsletter or share line"
    return ""


def _opens_as_caption(paragraph: Paragraph, rest: Sequence[str], *, titled: bool) -> bool:
    if paragraph.hint == "caption" or is_caption(paragraph.text):
        return bool(rest)
    if paragraph.hint == "heading":
        return False
    if titled and _STOCK.match(paragraph.text) and paragraph.text[-1] not in ".!?":
        return bool(rest)
    return is_stock_caption(paragraph.text, rest) and not (titled and len(paragraph.text.split()) < 3)


def _share_of_own_words(line: str, rest: Sequence[str]) -> float:
    """Share of the line's longer words that the next paragraphs use too, compared by their first five
    letters."""
    words = {word[:5].lower() for word in _WORD.findall(line)}
    body = {word[:5].lower() for text in rest[:40] for word in _WORD.findall(text[:4000])}
    return len(words & body) / len(words) if words else 1.0


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
