"""The grammar of attribution: which verb reports speech, before or after a quotation, and of whom.

Pure functions over a sentence whose quoted words are masked; used by
`corpus.quotations`. What stands as a verb's subject, `corpus.subjects` knows.
"""

import re
from dataclasses import dataclass

from corpus.mentions import NAME, mentions_in
from corpus.subjects import Subject, head_of, sentence_subject, subject_before
from corpus.verbs import OVERHEARD, SPEECH, SPOKEN
from corpus.wordlists import pattern_of

_VERB = re.compile(rf"(?<![-\w])(?:{SPOKEN}|(?:was|were|is) {OVERHEARD}|{pattern_of(SPEECH)})\b")
_QUOTED_AS_SAYING = re.compile(
    r"\b(?:quot|cit)(?:ed|es|ing) (?P<who>[^,;:“”\"\x01]{2,90}?) as (?:saying|calling|describing|warning|telling)\b"
)
_ACCORDING_TO = re.compile(r"[Aa]ccording to (?P<who>[^,;:“\"\x01]{2,80})")
_IN_THE_WORDS = re.compile(r"[Ii]n the (?:words|view|opinion|eyes) of (?P<who>[^,;:“\"\x01]{2,80})")
# "For Lena Hart, 29, a nurse, the strike is “about safety”."
_FOR_SOMEBODY = re.compile(
    r"^(?:But |And |Yet )?[Ff]or (?P<who>[^,;:“\"\x01]{2,60}), .*\b(?:is|was|are|were|means|meant)\b"
)
_IN_THE_WORDS_OF = re.compile(
    r"\b[Ii]n (?P<who>[^,;“\"\x01]{2,60}?)['’]s? (?:own )?(?:words|view|telling|account|phrase|hand)\b"
)
# "paused before answering", "closed the day by telling": the participle's subject is the sentence's.
_PARTICIPLE_OF = re.compile(r"\b(?:before|after|while|without|by|when|on)(?: \w+ly)? $")
_PLURAL = re.compile(r"(?:[a-z-]+ ){0,3}[a-z-]+s\b")
_SPEAKER_LABEL = re.compile(rf"({NAME})(?: \([^()]{{1,40}}\))?:\s*")
# "Corvantis, said Pontmercy, should …"
_INVERTED = re.compile(rf" (?:[a-z]+ ){{0,3}}{NAME}(?:,|:|\.|$)")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|to|get|got) (?:\w+ly )?$")
# A verb stands near its quotation; hostile text has thousands.
_VERBS_TRIED = 4


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting verb, its subject, and the offset of the verb in the text searched."""

    verb: str
    subject: Subject
    position: int


def before_quote(prefix: str) -> Attribution | None:
    """The nearest attribution in the part of a sentence before a quotation."""
    quoted = _QUOTED_AS_SAYING.search(prefix) if " as " in prefix else None
    if quoted:
        subject = head_of(quoted.group("who"))
        return Attribution("quoted", subject, quoted.start()) if subject else None
    for match in reversed(list(_VERB.finditer(prefix))[-_VERBS_TRIED:]):
        if _PASSIVE.search(prefix[: match.start()]) and match.group() != "saying":
            # "was called", "to ask": whose words they are the clause does not say.
            continue
        subject = _subject_of(match, prefix)
        if subject:
            return Attribution(match.group(), subject, match.start())
    for pattern in (_ACCORDING_TO, _IN_THE_WORDS_OF, _IN_THE_WORDS, _FOR_SOMEBODY):
        for match in pattern.finditer(prefix):
            subject = head_of(match.group("who"))
            if subject:
                return Attribution("according to", subject, match.start())
    if prefix.rstrip().endswith(":"):
        label = _SPEAKER_LABEL.fullmatch(prefix)
        named = label and next(mentions_in(label.group(1)), None)
        subject = Subject("name", named.name, " ".join(named.titles)) if named else head_of(prefix)
        # "To critics, Orlov has a short answer: …"
        subject = subject or subject_before(prefix.rstrip(": "))
        return Attribution(":", subject, 0) if subject else None
    return None


def _subject_of(verb: re.Match[str], prefix: str) -> Subject | None:
    before, after = prefix[: verb.start()], prefix[verb.end() :]
    if before.endswith(", ") and _INVERTED.match(after):
        return head_of(after)
    if verb.group().endswith("ing") and (before.endswith(", ") or _PARTICIPLE_OF.search(before)):
        return sentence_subject(before) or subject_before(before)
    return subject_before(before)


def _somebody(text: str) -> Subject | None:
    """ "said analysts at the bank": speakers whom no article or name introduces."""
    found = _PLURAL.match(text)
    return Subject("description", found.group()) if found else None


def after_quote(suffix: str) -> Attribution | None:
    """The attribution that follows a quotation: "said X", "X said", "X, who …, told Y", "according to X"."""
    text = suffix.lstrip(" ,—–-")
    shift = len(suffix) - len(text)
    relayed = re.match(r"according to ([^.;“\"\x01]{2,90})", text)
    if relayed:
        subject = head_of(relayed.group(1))
        return Attribution("according to", subject, shift) if subject else None
    match = _VERB.search(text)
    if not match:
        return None
    inverted = match.start() == 0
    if inverted:
        following = text[match.end() :].lstrip()
        subject = head_of(following) or _somebody(following)
    else:
        subject = subject_before(text[: match.start()])
    return Attribution(match.group(), subject, shift + match.start()) if subject else None
