"""The language of an article: as its format says, else by a rule for English, else by py3langid.

Used by `corpus.preparing`. The only home of `py3langid`, which is loaded when a
text is met that the rule does not take for English. Guesses nothing from too few words.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from corpus.wordlists import word_set

# Words that no other language with Latin letters has among its commonest. English prose has one in five words of
# these; a share of 0.08 takes 4,929 of 4,929 English articles and none of the others tried (docs/log-corpus.md).
_ENGLISH = word_set("the of and to is was that with for his he it as be by this from have has are were said")
_SURE_SHARE, _SURE_WORDS = 0.08, 12
_JUDGED_CHARS = 600
# Of shorter text, or below this probability, the model's answer is a guess.
_FEWEST_LETTERS, _LIKELY = 15, 0.7
_CODE = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")


def language_of(code: str, paragraphs: Sequence[str]) -> str:
    """ISO 639-1 code of the text, "" where neither its format nor its words tell."""
    given = _CODE.fullmatch(code.strip())
    if given:
        return given.group(1).lower()
    # From the middle: an article's ends hold names, addresses and page remnants.
    middle = max(paragraphs, key=len, default="")[:_JUDGED_CHARS]
    if _is_english(middle):
        return "en"
    text = " ".join(paragraphs)[:_JUDGED_CHARS]
    if sum(char.isalpha() for char in text) < _FEWEST_LETTERS:
        return ""
    found, probability = _identifier().classify(text)
    return str(found) if probability >= _LIKELY else ""


def _is_english(text: str) -> bool:
    words = text.lower().split()
    return len(words) >= _SURE_WORDS and sum(word in _ENGLISH for word in words) >= _SURE_SHARE * len(words)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped, unused-ignore]

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
