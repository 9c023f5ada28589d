"""Who is spoken of in an article, so that "he", "the captain" and a bare surname find the person they mean.

Used by `corpus.quotations`, which walks through the sentences and tells this
what it passes. Knows no quotation; whom the text leaves unclear is nobody.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.bodies import is_body
from corpus.chunks import Subject
from corpus.clauses import BY_AGENT, Attribution, before_quote
from corpus.frames import FAR, NEAR
from corpus.mentions import OFFICES
from corpus.names import Names, Person
from corpus.occupations import is_occupation
from corpus.outlets import Outlets
from corpus.roles import EPITHET, TRADES, gender_of_role, gender_of_titles, is_kin, unnamed_people
from corpus.subjects import sentence_subject

_GENDER = {"he": "m", "she": "f"}
# "The Chancellor of the Exchequer", where no name was given that office.
_THE_OFFICE = re.compile(
    rf"[Tt]he (?:[A-Z][a-z]+ ){{0,2}}(?:{'|'.join(sorted(OFFICES))})(?: (?:of|for) .*)?$"
)
_THE_ONE = re.compile(r"(?:[Tt]he|[Hh]is|[Hh]er|[\w-]+['’]s) (?:[\w-]+ )?(?P<noun>[a-z-]+)$")
_WRITING = re.compile(
    r"\b(?:entry|letter|diary|note|reply|e-?mail|message|postcard|memo|will|tweet|post|statement|caption|thread)$"
)
_HE_OR_SHE_NEXT = re.compile(r"\b(?:said|says|wrote|told \w+|believes|thinks)(?: that)? (he|she)\b")
# "Smit, asked to put it right, refused": the subject is asked and asks nobody.
_WAS_ASKED = re.compile(
    r"\basked for\b|, (?:when )?asked (?:to|if|whether|why|how|what|about|by|for|on|in|when|where|who)\b"
)
# A sentence right before a quotation ends this many characters before it at most.
_NEXT, _FAR_OFF = 4, 1_000
# "His wife" was named this near before, in characters.
_KIN_NEAR = 800
# "Kettunen, for her part, was generous": a pronoun that is the subject's own.
_OWN = re.compile(r"\b(?:(?:for|on|in) (his|her) (?:part|way|own)|(him|her)self)\b")
# How far back a pronoun points, in characters; a role longer than the limit is a clause.
_POINTS_BACK, _MAX_ROLE = 600, 120


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who was found to speak: as named beside the quotation, in full, and the role."""

    near: str = ""
    full: str = ""
    role: str = ""
    outlet: str = ""


NOBODY = Speaker()


class Company:
    """The people of one article, and of whom it speaks at the place that was last noted."""

    def __init__(self, frame: str, names: Names, outlets: Outlets) -> None:
        self._frame = frame
        self.names = names
        self._outlets = outlets
        self._salient: Person | None = None
        self._asked: Person | None = None
        # Of whom or of what body the text spoke last: the one who wrote "the letter".
        self._latest: Person | None = None
        self._latest_to = 0
        self._alone_to = -_FAR_OFF
        self._story_from = 0

    def forget(self, position: int) -> None:
        """What stands before `position` is another story: no pronoun points back across it."""
        self._salient = self._asked = None
        self.names.story_from = self._story_from = position

    def last_spoken_of(self, position: int) -> Speaker:
        """The one of whom the text speaks before `position`."""
        return self.speaker_of(self._salient, position)

    def resolved(self, attribution: Attribution, position: int, prefix: str) -> Speaker | None:
        """The speaker that an attribution means; None where its subject cannot be one."""
        subject = attribution.subject
        if subject.kind == "pronoun":
            if subject.text not in _GENDER:
                return NOBODY if subject.text != "i" else None
            opening = self.meant(sentence_subject(prefix), position)
            person = self._by_pronoun(subject.text, position, opening)
        elif subject.kind == "description":
            person = self._by_role(subject.text, position) or self._described(subject.text, position)
            if person is None:
                return Speaker(role=subject.text if len(subject.text) < _MAX_ROLE else "")
        else:
            person = self.names.person(subject.text, position)
            gender = gender_of_titles(tuple(subject.titles.split()))
            if person is None or (gender and not person.may_be(gender)):
                # "Mrs Roe" is not Adam Roe.
                return Speaker(subject.text, subject.text, subject.titles)
        if person is None:
            return NOBODY
        if attribution.verb != BY_AGENT:
            self._salient = self._latest = person
            self._latest_to = position
        near = f"{subject.titles} {subject.text}".strip() if subject.kind == "name" else subject.text
        return replace(self.speaker_of(person, position), near=near)

    def _by_role(self, description: str, position: int) -> Person | None:
        """Whom a role means; "his wife" is another man's wife than was named long before, unless the family agrees."""
        person = self.names.by_role(description, position)
        owned = description[:4].lower() in ("his ", "her ") and is_kin(description.rpartition(" ")[2])
        if person is None or not owned or position - person.last_before(position) < _KIN_NEAR:
            return person
        family = person.name.rpartition(" ")[2]
        nearby = self.names.people_between(max(0, position - NEAR), position)
        return person if any(each is not person and each.name.endswith(family) for each in nearby) else None

    def _described(self, description: str, position: int) -> Person | None:
        """Whom "the captain" or "the letter" means where no role fits: him of whom the sentence before speaks, if the
        text has not said what he is."""
        person = self._salient
        if EPITHET.fullmatch(description) and person and self.speaks(person):
            return person
        found = _THE_ONE.match(description)
        if found and _WRITING.search(found.group("noun")):
            return self._latest if position - self._latest_to < NEAR + NEAR else None
        office = _THE_OFFICE.fullmatch(description)
        if not (found or office) or person is None or not self.speaks(person):
            return None
        if description[:4].lower() != "the ":
            return None
        nearby = {each.name for each in self.names.people_between(max(0, position - NEAR), position)}
        if person.name not in nearby:
            return None
        trade = found.group("noun") if found else ""
        unheld = (office or is_occupation(trade)) and not person.roles
        # "Captain Reyes heard it from his wife. “…,” the midfielder said."
        also = trade in TRADES and position - self._alone_to < NEAR
        return person if unheld or also else None

    def _by_pronoun(self, pronoun: str, position: int, opening: Person | None = None) -> Person | None:
        """The nearest person whose gender does not forbid it; the pronoun then fixes the gender."""
        gender = _GENDER[pronoun]
        near = max(self._story_from, position - _POINTS_BACK)
        recent = [each for each in reversed(self.names.named_between(near, position)) if self.speaks(each[0])]
        if self._unnamed_since(recent[0][1] if recent else near - 1, near, position, gender):
            return None
        candidates = [opening, self._asked, self._salient, *(each for each, _ in recent)]
        # If the sentence right before speaks of him alone, the ending of an unlisted given name says too little.
        sure = self._salient if position - self._alone_to <= _NEXT else None
        for person in candidates:
            if person and self.speaks(person) and person.may_be(gender, listed_only=person is sure):
                person.gender = gender
                return person
        return None

    def _unnamed_since(self, named: int, near: int, position: int, gender: str) -> bool:
        """Whether somebody of that gender but without a name was introduced after `named`, the place of the last."""
        for place, description in reversed(unnamed_people(self._frame, near, position)):
            if place < named:
                return False
            if gender_of_role(description) not in ("", gender):
                continue
            known = self._by_role(description, place)
            if not known and not (
                description.startswith("The ")
                and description[4:].islower()
                and self._described(description, place)
            ):
                return True
        return False

    def speaks(self, person: Person) -> bool:
        """Whether a name can be a person's: no outlet, and named in full or with a title or role."""
        if person.of_body or is_body(person.name) or self._outlets.is_outlet(person.name):
            return False
        if EPITHET.fullmatch(f"the {person.name}"):
            # "Russian", of a Russian something.
            return False
        return " " in person.name or bool(person.roles)

    def speaker_of(self, person: Person | None, position: int) -> Speaker:
        if person is None:
            return NOBODY
        full = self.names.fullest(person.name, position)
        known = self.names.people.get(full, person)
        return Speaker(person.name, full, next(iter(known.roles), ""))

    def note(self, start: int, end: int) -> None:
        """Remember of whom a sentence speaks."""
        end = min(end, start + FAR)
        sentence = self._frame[start:end]
        attribution, opening = before_quote(sentence), sentence_subject(sentence)
        subject = attribution.subject if attribution else None
        if (
            attribution is None
            or attribution.verb == BY_AGENT
            or subject is None
            or subject.kind == "pronoun"
            or (subject.kind == "name" and self._outlets.is_outlet(subject.text))
        ):
            subject = opening or subject
        person = self.meant(subject, end) or self.meant(opening, end)
        says = attribution and attribution.verb != BY_AGENT
        if person and (self.speaks(person) or (says and not self._outlets.is_outlet(person.name))):
            self._latest, self._latest_to = person, end
        mentioned = [each for each in self.names.people_between(start, end) if self.speaks(each)]
        if person is None and subject and subject.kind == "pronoun" and subject.text in _GENDER:
            person = self._by_pronoun(subject.text, start)
        self._note_question(attribution, person, mentioned, was_asked=bool(_WAS_ASKED.search(sentence)))
        if person and self.speaks(person):
            self._salient = person
            self._alone_to = end if all(each is person for each in mentioned) else -_FAR_OFF
            self._learn_gender(person, sentence)
        else:
            # Spoken of without being the subject: only whom the text introduces ("a laugh from crofter
            # Ennis").
            introduced = [each for each in mentioned if each.roles]
            self._salient = introduced[-1] if introduced else self._salient

    def _note_question(
        self,
        attribution: Attribution | None,
        asking: Person | None,
        mentioned: Sequence[Person],
        *,
        was_asked: bool,
    ) -> None:
        """Remember who was asked: he answers next. The one named beside the asker, else the one spoken of before."""
        self._asked = None
        if attribution and attribution.verb in ("asked", "asks") and not was_asked:
            others = [each for each in mentioned if each is not asking]
            before = self._salient if self._salient is not asking else None
            self._asked = others[0] if others else before

    def meant(self, subject: Subject | None, position: int) -> Person | None:
        if subject is None or subject.kind == "pronoun":
            return None
        if subject.kind == "name":
            return self.names.person(subject.text, position)
        return self._by_role(subject.text, position)

    def _learn_gender(self, person: Person, sentence: str) -> None:
        """ "Karlow said she …": a pronoun right after the subject's verb is the subject's."""
        found = None if person.gender else _HE_OR_SHE_NEXT.search(sentence)
        if found:
            person.gender = _GENDER[found.group(1)]
        elif not person.gender and (own := _OWN.search(sentence)):
            person.gender = "f" if "her" in own.group() else "m"
