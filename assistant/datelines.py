"""Where the words of a report begin: behind "(CNN)" and "HOLLEN, Zembara (Lesk Wire) -"; and what reports nothing.

Used by `assistant.evidence`, so that what is shown and cited begins with the
report's own sentence. Cuts at the head of a sentence only.
"""

import re

_PLACE = r"[A-Z][A-Z.’'/ -]{3,30}(?:,\s[A-Z][\w.’' ]{1,24})?"
_DAY = r"(?:,?\s\d{1,2}\s[A-Z][a-z]+\.?|,?\s[A-Z][a-z]+\.?\s\d{1,2})(?:,?\s\d{4})?"
_BRACKET = r"\([A-Z][\w.&’' ]{1,24}\)"
# Without a dash only the name of an agency tells a dateline from a ticker ("TJX (TJX) rose").
_AGENCY = r"\((?:CNN|AP|AFP|Reuters|Bloomberg|UPI|PA|dpa|Xinhua|Kyodo)(?:\s?[A-Z]\w+)?\)"
_DASH = r"\s?[-–—]{1,2}\s"
# "HOLLEN, Zembara (Lesk Wire) -", "OSTRANE, March 23, 2023 —", "Paris (CNN)", "(Reuters)", "NEW YORK –".
_DATELINE = re.compile(
    rf"^(?:{_PLACE}(?:{_DAY})?\s?(?:{_BRACKET})?{_DASH}|{_BRACKET}{_DASH}"
    rf"|(?:[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)?\s)?{_AGENCY}(?:{_DASH}|\s))(?=[A-Z\d“\"‘'$€£])"
)
_LIST_MARK = re.compile(r"^(?:[-–—•*]+\s+)")
# Words under a picture that came along as text: "WASHINGTON, DC - JANUARY 06: Supporters …", "Hide Caption 10 of 226",
# "Caleb Jones/AP Fountains of lava …".
_CAPTION = re.compile(
    r"\bHide Caption\b|\bGetty Images\b|^Photos?:|\(Photo by\b|^[A-Z][A-Z ,.]{3,40} - [A-Z]{3,9} \d{1,2}:"
    r"|^[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3}/[A-Z]\w+(?:/[A-Z]\w+)*\s[A-Z]"
)
# A fact-check repeats what it is about to refute.
_CLAIM = re.compile(r"^(?:The )?claim:", re.I)


def report_begins(sentence: str) -> int:
    """Characters of the dateline or the list's mark at the head of a sentence; 0 where it has none."""
    match = _DATELINE.match(sentence) or _LIST_MARK.match(sentence)
    return match.end() if match and match.end() < len(sentence) else 0


def is_no_report(sentence: str) -> bool:
    """Whether it is words under a picture that came along as text, or a claim that a fact-check takes up."""
    return _CAPTION.search(sentence) is not None or _CLAIM.match(sentence) is not None
