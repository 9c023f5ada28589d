"""The grammar of attribution: which verb reports speech, before or after a quotation, and of whom.

Pure functions over a sentence whose quoted words are masked; used by
`corpus.quotations`. What stands as a verb's subject, `corpus.subjects` knows.
"""

import re
from dataclasses import dataclass

from corpus.chunks import Subject
from corpus.mentions import NAME, mentions_in
from corpus.roles import is_person_noun
from corpus.subjects import TO_SOMEBODY, head_of, sentence_subject, subject_before
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
# "was told by her tutor, J. R. Penhaligon, that women had “…”", "when asked by Rottenborn, “…”"
_BY_AGENT = re.compile(
    r"\b(?:told|asked|warned|informed|assured|reminded|advised|urged|described|called|hailed|praised|dismissed|"
    r"condemned|criticised|criticized|branded|labelled|labeled|dubbed|accused|quoted) by (?P<who>[^;:“”\"\x01]{2,90}?)"
    r",? ?(?:(?:that|as|how|to|whether|if|who|of) [^;:“”\"\x01]{0,120})?$"
)
_NOUN_FOLLOWS = re.compile(
    r"\b(?:the|these|those|some|many|two|three|four|five|several|other|all|its|their|of|few|such|no|United|\d+) $",
    re.IGNORECASE,
)
_OWN_THING = re.compile(r"(?:his|her|their|its|my|our) (?:[a-z-]+ ){0,2}[a-z-]+")
# "woke up to find a sign on the door: “…”": the thing speaks.
_WRITTEN_ON = re.compile(
    r"\b(?:signs?|banners?|posters?|placards?|notices?|plaques?|headlines?|inscriptions?|stickers?|mottos?|slogans?|graffiti|"
    r"captions?|labels?)\b[^.;:]{0,60}: ?$"
)
_GOES_ON = re.compile(r"(?:and|but|or|nor|yet|then|that)\b")
# "came a cry from the back": nobody's whom the text names.
_CAME = re.compile(r"(?:came|comes|went up|rang out) (?:an?|the) [a-z]+\b")
_AT_THE_END = re.compile(r", according to (?P<who>[^.;“\"\x01]{2,90})\.?$")
# "paused before answering", "closed the day by telling": the participle's subject is the sentence's.
_PARTICIPLE_OF = re.compile(r"\b(?:before|after|while|without|by|when|on)(?: \w+ly)? $")
_PLURAL = re.compile(r"(?:[a-z-]+ ){0,3}[a-z-]+s\b")
_SPEAKER_LABEL = re.compile(rf"({NAME})(?: \([^()]{{1,40}}\))?:\s*")
# "Corvantis, said Pontmercy, should …"
_INVERTED = re.compile(rf" (?:[a-z]+ ){{0,3}}{NAME}(?:,|:|\.|$)")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|to|get|got) (?:\w+ly )?$")
# The verb of an attribution to him by whom somebody was told something: the sentence goes on about the other.
BY_AGENT = "told by"
# A verb stands near its quotation; hostile text has thousands.
_VERBS_TRIED = 4


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting verb, its subject, and the offset of the verb in the text searched."""

    verb: str
    subject: Subject
    position: int


def before_quote(prefix: str) -> Attribution | None:
    """The nearest attribution in the part of a sentence before a quotation, in its last clause after a semicolon."""
    clause = prefix.rpartition("; ")[2]
    if len(clause.split()) > 1 and not _GOES_ON.match(clause):
        prefix = clause
    quoted = _QUOTED_AS_SAYING.search(prefix) if " as " in prefix else None
    if quoted:
        subject = head_of(quoted.group("who"))
        return Attribution("quoted", subject, quoted.start()) if subject else None
    agent = _BY_AGENT.search(prefix) if " by " in prefix else None
    if agent:
        subject = head_of(agent.group("who"))
        return Attribution(BY_AGENT, subject, agent.start()) if subject else None
    for match in reversed(list(_VERB.finditer(prefix))[-_VERBS_TRIED:]):
        if _PASSIVE.search(prefix[: match.start()]) and match.group() != "saying":
            # "was called", "to ask": whose words they are the clause does not say.
            continue
        if _reports_nothing(prefix, match):
            continue
        subject = _subject_of(match, prefix)
        if (
            subject
            and _OWN_THING.fullmatch(subject.text)
            and not is_person_noun(subject.text.rpartition(" ")[2])
        ):
            # "told delegates that his country asked for nothing but": the one before speaks.
            continue
        if subject:
            return Attribution(match.group(), subject, match.start())
    for pattern in (_ACCORDING_TO, _IN_THE_WORDS_OF, _IN_THE_WORDS, _FOR_SOMEBODY):
        for match in pattern.finditer(prefix):
            subject = head_of(match.group("who"))
            if subject:
                return Attribution("according to", subject, match.start())
    return _by_colon(prefix) if prefix.rstrip().endswith(":") else None


def _by_colon(prefix: str) -> Attribution | None:
    """Who speaks after a colon without a verb of saying: the label, else the subject of the words before it."""
    if _WRITTEN_ON.search(prefix):
        return Attribution("reads", Subject("description", ""), 0)
    label = _SPEAKER_LABEL.fullmatch(prefix)
    named = label and next(mentions_in(label.group(1)), None)
    subject = Subject("name", named.name, " ".join(named.titles)) if named else head_of(prefix)
    # "To critics, Orlov has a short answer: …"
    subject = subject or subject_before(prefix.rstrip(": "))
    return Attribution(":", subject, 0) if subject else None


def _subject_of(verb: re.Match[str], prefix: str) -> Subject | None:
    before, after = prefix[: verb.start()], prefix[verb.end() :]
    if _is_inverted(prefix, verb):
        return head_of(after)
    if verb.group().endswith("ing") and (before.endswith(", ") or _PARTICIPLE_OF.search(before)):
        return sentence_subject(before) or subject_before(before)
    return subject_before(before)


def _reports_nothing(text: str, verb: re.Match[str]) -> bool:
    """Whether a verb's form is a noun here ("two states", "the claims", "United States"), or an infinitive."""
    if text.endswith(" to ", 0, verb.start()):
        # "states to say so": the infinitive reports nothing.
        return True
    return verb.group().endswith("s") and bool(
        _NOUN_FOLLOWS.search(text[max(0, verb.start() - 12) : verb.start()])
    )


def _is_inverted(text: str, verb: re.Match[str]) -> bool:
    """Whether a name follows a verb of saying that stands after a comma; not "Roe, 68, told the Standard"."""
    apart = text[: verb.start()].endswith(", ") and verb.group() not in TO_SOMEBODY
    return apart and bool(_INVERTED.match(text, verb.end()))


def _everybody(text: str) -> Subject | None:
    """ "league officials said": a plural without an article, whom no name introduces."""
    found = _PLURAL.fullmatch(text.strip())
    return Subject("description", found.group()) if found and text.islower() else None


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
    if _CAME.match(text):
        return Attribution("said", Subject("pronoun", "somebody"), shift)
    match = next((each for each in _VERB.finditer(text) if not _reports_nothing(text, each)), None)
    if not match:
        at_the_end = _AT_THE_END.search(text) if ", according to " in text else None
        subject = head_of(at_the_end.group("who")) if at_the_end else None
        return Attribution("according to", subject, shift) if subject else None
    following = text[match.end() :].lstrip()
    if match.start() == 0:
        subject = head_of(following) or _somebody(following)
    else:
        subject = subject_before(text[: match.start()]) or _everybody(text[: match.start()])
        ahead = head_of(following) if _is_inverted(text, match) else None
        if ahead and ahead.kind == "name" and (subject is None or subject.kind == "description"):
            # "“…,” one of the first two states, said Ann Roe"
            subject = ahead
    return Attribution(match.group(), subject, shift + match.start()) if subject else None
