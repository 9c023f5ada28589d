"""A sentence cut inside a quotation, made whole with the sentence that opens or closes it.

Used by `assistant.answering`, so that no answer shows half of what somebody
said. Reaches one sentence of the same passage either way, no further.
"""

import re
from dataclasses import replace

from assistant.evidence import Evidence

# A quotation that would be longer stays as it is, cut.
WHOLE_WORDS = 45
# A straight mark opens before a word and closes behind one.
_OPENS = re.compile(r"“|(?<![\w.,!?…])\"(?=\w)")
_CLOSES = re.compile(r"”|(?<=[\w.,!?…])\"(?!\w)")


def whole(one: Evidence) -> Evidence:
    """The sentence with its neighbour where only together they hold a whole quotation, else as it was."""
    if _left_open(one.text):
        return _joined(one, 1, _CLOSES)
    if _left_open_before(one.text):
        return _joined(one, -1, _OPENS)
    return one


def _left_open(text: str) -> bool:
    opened = [match.start() for match in _OPENS.finditer(text)]
    return bool(opened) and not any(match.start() > opened[-1] for match in _CLOSES.finditer(text))


def _left_open_before(text: str) -> bool:
    closed = next((match.start() for match in _CLOSES.finditer(text)), None)
    return closed is not None and not any(match.start() < closed for match in _OPENS.finditer(text))


def _joined(one: Evidence, step: int, mark: re.Pattern[str]) -> Evidence:
    passage = one.hit.passage
    ends = [end for _, end in passage.sentences]
    place = ends.index(one.end) + step if one.end in ends else -1
    if not 0 <= place < len(ends):
        return one
    start, end = min(one.start, passage.sentences[place][0]), max(one.end, ends[place])
    text = passage.text[start - passage.start : end - passage.start]
    neighbour = passage.text[passage.sentences[place][0] - passage.start : ends[place] - passage.start]
    # Another paragraph begins another thought.
    if mark.search(neighbour) is None or len(text.split()) > WHOLE_WORDS or "\n" in text:
        return one
    return replace(one, start=start, end=end, text=text)
