"""Names of people and organisations in an article, their roles, and the fullest form of a short one.

Rules over capitals, titles and appositions: no model. Used by
`corpus.speakers` and `corpus.outlets`; holds for one article at a time.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from corpus.bodies import is_body, opens_body
from corpus.given_names import is_given_name, likely_gender, listed_gender
from corpus.mentions import PARTICLE, Mention, mentions_in
from corpus.roles import gender_of_role, gender_of_titles, is_person_noun, roles_of
from corpus.wordlists import word_set

# A full name this near before a short one is the one meant; a role this far ahead of a name means another.
_NEAR, _AHEAD = 350, 1_200
_STORY = 1_500
_GENERATION = word_set("jr jr. sr sr. ii iii iv")
_DETERMINERS = word_set("the his her its their our and for who was were has had with from that this")


@dataclass
class Person:
    """Someone or some body named in full: every form of the role, and the gender where the text shows it."""

    name: str
    first: int
    places: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    gender: str = ""
    role_words: set[str] = field(default_factory=set)
    # The end of a body's name ("Inclusive Democracy" of a "Center for Inclusive Democracy").
    of_body: bool = False

    def last_before(self, position: int) -> int:
        """Where the person was last named in full before `position`, -1 if never."""
        place = bisect_left(self.places, position)
        return self.places[place - 1] if place else -1

    def is_human(self) -> bool:
        """Whether the text or the given name says that this is a person and no place or body."""
        return (
            " " in self.name
            and not is_body(self.name)
            and bool(self.gender or self.roles or is_given_name(self.name.split(" ")[0]))
        )

    def is_former(self) -> bool:
        """Whether every role known is one of the past."""
        return bool(self.roles) and all(_FORMER.search(role) for role in self.roles)

    def may_be(self, gender: str, *, listed_only: bool = False) -> bool:
        """Whether neither the text nor, where it says nothing, the given name speaks against "m" or "f".

        The endings of names that no list has count unless `listed_only`.
        """
        told = listed_gender if listed_only else likely_gender
        return (self.gender or told(self.name)) in ("", gender)

    def add_role(self, role: str) -> None:
        """Keep a role, and its words in lower case."""
        if role not in self.roles:
            self.roles.append(role)
            self.role_words |= set(re.findall(r"[^\W\d_]{3,}", role.lower())) - _DETERMINERS


class Names:
    """Who is who in one article."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.mentions = self._told_apart(list(mentions_in(text)))
        self._starts = [mention.start for mention in self.mentions]
        self.people: dict[str, Person] = {}
        self._by_word: dict[str, list[Person]] = {}
        # Where the story begins that is being read: an item of a list stands alone.
        self.story_from = 0
        self._nicknames: dict[str, Person] = {}
        for mention in self.mentions:
            self._register(mention)
        self._holders = [person for person in self.people.values() if person.roles]
        self._role_words = {word for person in self._holders for word in person.role_words}

    def fullest(self, name: str, position: int) -> str:
        """The fullest form of `name`: the nearest before `position` that contains it, else the first
        after."""
        person = self.person(name, position)
        return person.name if person else name

    def person(self, name: str, position: int) -> Person | None:
        """Whom `name` means at `position`."""
        if name in self.people and " " in name and not _PARTICLE_FIRST.match(name):
            return self.people[name]
        wanted = name.lower().split()
        if not wanted:
            return None
        fits = [
            person
            for person in self._by_word.get(wanted[-1], ())
            if _fits(wanted, person.name.lower().split())
        ]
        if not fits:
            return self._nicknames.get(name) or self.people.get(name) or self._without_opener(name)
        # "Poe" is Jane Poe rather than the Poe Trust.
        by_surname = [person for person in fits if _surname_fits(wanted, person.name.lower().split())]
        fits = by_surname or fits
        before = [person for person in fits if person.first < position]
        if len(before) < 2:
            return (before or fits)[0]
        # Of two of one family the one just named in full, else of those introduced not long ago, or of all, the one
        # of whom the article says most.
        near = [person for person in before if person.last_before(position) > position - _NEAR]
        if near:
            return max(near, key=lambda each: each.last_before(position))
        since = max(self.story_from, position - _STORY)
        lately = [person for person in before if person.first >= since]
        return max(lately or before, key=lambda each: (len(each.places), -each.first))

    def learn_quoted(self, words: str, position: int) -> None:
        """Learn the full forms of short names from quoted words ("my teacher, Emil Strand": "Strand, who died …")."""
        for mention in mentions_in(words):
            last = mention.name.rpartition(" ")[2]
            known = mention.name in self.people or last.lower() in self._by_word
            if " " in mention.name and last in self.people and not known:
                person = self.people[mention.name] = Person(mention.name, position)
                self._by_word.setdefault(last.lower(), []).append(person)

    def learn_nickname(self, name: str, nickname: str, position: int) -> None:
        """Learn a whole name whose middle stands in quotation marks ("Edward “Big Ed” Farley")."""
        person = self.people.setdefault(name, Person(name, position))
        for word in name.lower().split():
            if person not in self._by_word.setdefault(word, []):
                self._by_word[word].append(person)
        for called in (nickname, nickname.rpartition(" ")[2]):
            self._nicknames.setdefault(called, person)

    def _without_opener(self, name: str) -> Person | None:
        """ "Tallest Jane Roe": a clause does not know, as the article does, that its first word is no name."""
        rest = name.partition(" ")[2]
        return self.people.get(rest) if " " in rest else None

    def _told_apart(self, mentions: list[Mention]) -> list[Mention]:
        """Mentions without the ordinary words that open their sentence, as the rest of the article shows them."""
        elsewhere = {mention.name for mention in mentions}
        long = any(mention.name.count(" ") > 1 for mention in mentions)
        ordinary = set(self._text.split()) if long else set()
        return [self._bare(mention, elsewhere, ordinary) for mention in mentions]

    def _bare(self, mention: Mention, elsewhere: set[str], ordinary: set[str]) -> Mention:
        first, _, rest = mention.name.partition(" ")
        if mention.titles or " " not in rest or (rest not in elsewhere and first.lower() not in ordinary):
            return mention
        opens = _OPENING.search(self._text[max(0, mention.start - 3) : mention.start])
        return Mention(mention.start, mention.end, rest, (first,)) if opens else mention

    def people_between(self, start: int, end: int) -> list[Person]:
        """People mentioned in `text[start:end]`, in order."""
        return [person for person, _ in self.named_between(start, end)]

    def named_between(self, start: int, end: int) -> list[tuple[Person, int]]:
        """People mentioned in `text[start:end]` with the place of the mention, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        found = [
            (self.person(mention.name, mention.start), mention.start) for mention in self.mentions[first:last]
        ]
        return [(person, place) for person, place in found if person]

    def by_role(self, description: str, position: int) -> Person | None:
        """Whom a description such as "the professor" or "China's top defense official" means, None where
        unclear."""
        role = None if _INDEFINITE.match(description) else self._role_in(description)
        if role is None:
            return None
        head, modifiers = role
        owner = _OWNER.match(description)
        if owner and (owning := self.person(owner.group(1), position)) and owning.is_human():
            # "Volkov’s spokesman": his whose role says so, or who was introduced beside Volkov.
            return self._owned_by(owning, head, position)
        return self._holder_of(head, modifiers, position, past=bool(_FORMER.search(description)))

    def _role_in(self, description: str) -> tuple[str, list[str]] | None:
        """The word for the role in a description, and the words before it; None where it has none."""
        # Of a possessive ("the minister's office") the owner is not meant.
        noun_phrase = re.sub(
            r"\w+(?:['’]s|s['’])(?=\s)", _stem_of_owner, re.split(_MODIFIED, description)[0].lower()
        )
        words = [word for word in re.findall(r"[^\W\d_]{3,}", noun_phrase) if word not in _DETERMINERS]
        if not words or words[-1] in _ORGANISATION:
            return None
        known = self._role_words | _RANKS
        place = next(
            (place for place, word in enumerate(words) if word in known and is_person_noun(word)), -1
        )
        if place < 0 or words[place + 1 : place + 2] == ["office"]:
            return None
        while place + 1 < len(words) and words[place + 1] in known and is_person_noun(words[place + 1]):
            place += 1
        return words[place], words[:place]

    def _holder_of(self, head: str, modifiers: list[str], position: int, *, past: bool) -> Person | None:
        scored = [(self._role_score(person, head, modifiers), person) for person in self._holders]
        fits = [(score, person) for score, person in scored if score >= 2]
        # Of two captains, one not yet introduced and a former one, the latter is never "the captain".
        fits = [each for each in fits if past or not each[1].is_former()]
        # A role may come before the name that it means, but not long before.
        fits = [
            each
            for each in fits
            if self.story_from <= each[1].last_before(position) or each[1].first >= position
        ]
        fits = [each for each in fits if each[1].first < position + _AHEAD]
        if not fits:
            return None
        before = [(score, each.first if each.first < position else -1, each) for score, each in fits]
        return max(before, key=lambda each: (each[1] >= 0, each[0], each[1], -each[2].first))[2]

    def _owned_by(self, owner: Person, head: str, position: int) -> Person | None:
        """Who is the `head` ("spokesman", "wife") of a person: the role names the owner, or owns by a pronoun."""
        surname = owner.name.rpartition(" ")[2]
        for person in self._holders:
            for role in person.roles:
                own = surname in role or role.split(" ")[0].lower() in ("his", "her")
                if person is not owner and own and head in role.lower() and person.first < position + _AHEAD:
                    return person
        return None

    def _role_score(self, person: Person, head: str, modifiers: list[str]) -> int:
        roles = person.role_words
        if not roles:
            return 0
        score = 2 if head in roles else 1 if head in _RANKS and roles & _RANKS else 0
        stems = {role[:4] for role in roles}
        return score + sum(1 for word in modifiers if word[:4] in stems) if score else 0

    def _register(self, mention: Mention) -> None:
        person = self.people.setdefault(mention.name, Person(mention.name, mention.start))
        person.places.append(mention.start)
        if not mention.titles and opens_body(self._text[max(0, mention.start - 30) : mention.start]):
            person.of_body = True
        if " " in mention.name:
            for word in set(mention.name.lower().split()) - _GENERATION:
                if person not in self._by_word.setdefault(word, []):
                    self._by_word[word].append(person)
        self._learn_role(person, mention)
        nickname = _KNOWN_AS.match(self._text, mention.end) if " " in mention.name else None
        if nickname:
            self._nicknames[nickname.group(1)] = person

    def _learn_role(self, person: Person, mention: Mention) -> None:
        person.gender = person.gender or gender_of_titles(mention.titles)
        for role in roles_of(self._text, mention):
            person.add_role(role)
            person.gender = person.gender or gender_of_role(role)


_OWNER = re.compile(r"((?:[A-Z][\w-]* ){0,3}[A-Z][\w-]*)(?:['’]s|s['’]) ")
# "Bogdan Petrović, known to everyone as Boki"
_KNOWN_AS = re.compile(
    r",? (?:who is |who was )?(?:better |also |widely |universally )?(?:known|nicknamed|called)(?: [a-z]+){0,8}? "
    r"(?:as )?([A-Z][\w’'-]+)(?=[,.;])"
)
_INDEFINITE = re.compile(
    r"(?:a|an|one|two|three|four|five|another|some|many|most|several|both|few|no|\d+)\b", re.IGNORECASE
)
_ORGANISATION = word_set(
    "ministry office government company council committee department agency board authority statement report letter "
    "court party bank union firm club team association institute body group regulator organisation organization"
)
_FORMER = re.compile(r"\b(?:former|ex|retired|late|then)\b", re.IGNORECASE)
_PARTICLE_FIRST = re.compile(rf"{PARTICLE}\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|[.!?:”\"’…] |\n|[“\"‘])$")
_MODIFIED = re.compile(r" (?:of|in|for|from|at|who|whose|that|on) ")


def _stem_of_owner(match: re.Match[str]) -> str:
    """The owner's name shortened, so that it can agree with an adjective and is never taken for the head."""
    return match.group()[:4] + "·"


_RANKS = word_set(
    "official leader chief head minister president premier director chairman general governor boss"
)


def _surname_fits(short: list[str], full: list[str]) -> bool:
    full = full[:-1] if full[-1] in _GENERATION else full
    return full[-len(short) :] == short


def _fits(short: list[str], full: list[str]) -> bool:
    """Whether a short name may stand for a full one: its words stand in it at either end."""
    if full[-1] in _GENERATION:
        full = full[:-1]
    return len(short) < len(full) and (full[-len(short) :] == short or full[: len(short)] == short)
