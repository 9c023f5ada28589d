"""The one normalisation of text at ingest; after it, stored text never changes, so offsets stay true.

NFC; every kind of space becomes a space; controls, soft hyphens, bidi and tag
characters, private use and lone surrogates go out; joiners stay where a
script or an emoji needs them. Pure and idempotent. `corpus.parsing` uses it.
"""

import re
import unicodedata

# What plain prose consists of: text of these alone needs no second look.
_USUAL = "\n\t\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
_ODD = re.compile(f"[^{_USUAL}]")
_ZERO_WIDTH_NON_JOINER, _ZERO_WIDTH_JOINER = "\u200c", "\u200d"
# Scripts whose spelling uses the joiners: Arabic (Persian), the Indic blocks to Malayalam and Sinhala, Khmer,
# Mongolian.
_JOINED_SCRIPTS = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufeff]"
)
_EMOJI = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs"})


def normalise(text: str) -> str:
    """Clean the characters of `text`; line breaks and tabs stay."""
    if _ODD.search(text):
        text = _cleaned(text)
    return unicodedata.normalize("NFC", text)


def fold_space(text: str) -> str:
    """Normalise, and make every run of white space a single space, none at either end."""
    return " ".join(normalise(text).split())


def _cleaned(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    # NFC first as well: some spaces and marks have a canonical twin that the classes below would miss.
    text = unicodedata.normalize("NFC", text)
    without_marks = _ODD.sub(_kept_but_joiners, text)
    if _ZERO_WIDTH_JOINER in without_marks or _ZERO_WIDTH_NON_JOINER in without_marks:
        return _with_needed_joiners(without_marks)
    return without_marks


def _kept_but_joiners(match: re.Match[str]) -> str:
    """The replacement of one odd character; joiners wait until their neighbours are known."""
    char = match.group()
    if char in (_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER):
        return char
    category = unicodedata.category(char)
    if category == "Zs" or char in "\x0b\x0c\x85\u2028\u2029":
        return " "
    return "" if category in _DROPPED else char


def _with_needed_joiners(text: str) -> str:
    kept: list[str] = []
    for position, char in enumerate(text):
        if char not in (_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER):
            kept.append(char)
            continue
        before, after = kept[-1] if kept else "", text[position + 1 : position + 2]
        joins_emoji = char == _ZERO_WIDTH_JOINER and _EMOJI.match(before) and _EMOJI.match(after)
        if joins_emoji or (
            _JOINED_SCRIPTS.match(before) and after not in (_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER)
        ):
            kept.append(char)
    return "".join(kept)
