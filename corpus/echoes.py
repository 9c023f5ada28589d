"""Short quotations of an opening whose words a named speaker says in full further on.

Used by `corpus.quotations`. Changes speakers alone, and only where none was found.
"""

from dataclasses import replace

from corpus.article import Quotation

# A short quotation without a speaker that a longer one with a speaker repeats is his.
_MIN_ECHO_WORDS = 3
# Echoes are sought for the opening's quotations, among the next ones.
_ECHOED, _ECHOING = 12, 200


def with_echoes(text: str, quotations: list[Quotation]) -> tuple[Quotation, ...]:
    """Give a speaker to the opening's short quotations whose words a named speaker says in full further
    on."""
    out = list(quotations)
    for place, quotation in enumerate(quotations[:_ECHOED]):
        words = text[quotation.start : quotation.end].strip(" .,;").casefold()
        if quotation.speaker_full or len(words.split()) < _MIN_ECHO_WORDS:
            continue
        for each in quotations[place + 1 : place + _ECHOING]:
            if each.speaker_full and words in text[each.start : each.end].casefold():
                out[place] = replace(quotation, speaker_full=each.speaker_full, role=each.role)
                break
    return tuple(out)
