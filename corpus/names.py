"""Names of people and organisations in an article, their roles, and the fullest form of a short one.

Rules over capitals, titles and appositions: no model. Used by
`corpus.speakers` and `corpus.outlets`; holds for one article at a time.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.given_names import likely_gender
from corpus.occupations import is_occupation, may_be_name
from corpus.wordlists import word_set

_PARTICLE = r"(?:van|der|den|de|del|della|di|da|dos|du|la|le|von|zu|bin|ibn|al|el|ten|ter|af|av)"
_WORD = r"(?:(?:al|el|Al|El)-)?(?:[OD]['’])?[A-ZÀ-ÖØ-Þ](?:[\w]|['’-](?!s\b)(?=\w)){0,30}"
NAME = (
    rf"(?:{_WORD}|(?:[A-Z]\.){{1,3}})(?: (?:{_PARTICLE} ){{0,2}}(?:{_WORD}|(?:[A-Z]\.){{1,3}})|"
    rf"\. (?<=[A-Z]\. ){_WORD}){{0,6}}"
)
_NAME = re.compile(
    rf"\b(?:(?:Gen|Dr|Mr|Mrs|Ms|Prof|Sen|Rep|Gov|Capt|Col|Lt|Sgt|Maj|Adm|Rev|St|Hon|Cmdr|Sir)\. )*{NAME}"
)
TITLES = word_set(
    "gen. dr. mr. mrs. ms. prof. sen. rep. gov. capt. col. lt. sgt. maj. adm. rev. hon. cmdr. mr mrs ms "
    "dr prof miss sir dame lord lady baroness baron king queen prince princess pope father sister "
    "brother rabbi imam sheikh president premier chancellor minister secretary governor mayor councillor "
    "councilor alderman senator representative congressman congresswoman judge justice prosecutor "
    "inspector detective sheriff officer captain colonel general admiral commodore commander lieutenant "
    "major marshal sergeant corporal ambassador envoy director chairman chairwoman chair chief speaker "
    "leader counsel attorney lawyer professor doctor bishop archbishop cardinal engineer economist "
    "analyst coach editor vet spokesman spokeswoman spokesperson commissioner superintendent treasurer "
    "archivist author supervisor actor actress singer"
)
_NO_NAME = word_set(
    "The A An In On At But And He She It They We I You His Her Its Their Our My Your That This These "
    "Those As After Before When While If Not No Among According Asked Under Over For From With Without "
    "By To Of Or Nor So Yet Then Now Here There What Who Whose Which Why How Where Some Many Most "
    "Several Both Each Every Either Neither One Two Three Last Next Later Earlier Meanwhile However "
    "Instead Still Also Only Even Just Once Because Since Though Although Until During Outside Inside "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Yes Well Said More Read Nobody Everyone Everybody Such "
    "Like Unlike Despite Speaking Writing Asking Around About Another Other Others Afterwards Afterward Today "
    "Yesterday Tomorrow Tonight Asked Told Pressed Born Named Once Back Up Down Off Out Never Always Often "
    "Sometimes Perhaps Maybe Indeed Inside Within Between Across Along Behind Beside Besides Below Above Beyond "
    "Through Throughout Toward Towards Against Fellow Former Ex Late Then-"
)
# "Sentencing Lady Frome", "Surprisingly Crane": no given name of this length ends so but these.
_OPENS = re.compile(r"[A-Z][a-z]{3,}(?:ing|ly|wards)")
_NAMED_LIKE_OPENERS = word_set("Beverly Kimberly Sterling Irving Browning Channing Fleming Golding Harding Keating")
_PARTY = re.compile(r"[A-Z]{1,3}-[A-Z][\w.]*")
_GENERATION = word_set("jr jr. sr sr. ii iii iv")
_DETERMINERS = word_set("the his her its their our and for who was were has had with from that this")
# "shopkeeper Lars Oddie", "Belarusian leader Alexander Lukashenko": words before a name that are no verb or
# preposition.
_NOT_A_ROLE = (
    r"(?!(?:in|of|to|from|at|on|by|for|with|and|or|but|the|a|an|as|that|is|was|were|are|near|"
    r"against|into|over|said|says|"
    r"told|when|while|than|after|before|between|about|like|where|if|because|met|saw|made|sent|"
    r"gave|under|our|its|he|she|"
    r"they|it|who|which|his|her|their|also|not|be|has|had|have)\b)"
)
_LOWER_ROLE = re.compile(
    rf"(?<![\w’'-])((?:{_NOT_A_ROLE}(?:[A-Z][a-z]+|[a-z]+) "
    rf")?{_NOT_A_ROLE}[a-z][a-z-]+(?<!ed)(?<!ing)(?<!ly)) $"
)
# Short titles and the role that they stand for.
_SPELLED_OUT = {
    "gen.": "general",
    "dr.": "doctor",
    "dr": "doctor",
    "prof.": "professor",
    "sen.": "senator",
    "rep.": "representative",
    "gov.": "governor",
    "capt.": "captain",
    "col.": "colonel",
    "adm.": "admiral",
    "sgt.": "sergeant",
    "lt.": "lieutenant",
    "maj.": "major",
    "cmdr.": "commander",
}
_MALE, _FEMALE = (
    frozenset(["mr", "mr.", "sir", "lord", "king", "prince", "father", "pope", "baron"]),
    frozenset(
        ["ms", "ms.", "mrs", "mrs.", "miss", "dame", "lady", "queen", "princess", "sister", "baroness"]
    ),
)
_APPOSITION = re.compile(
    r"(?:, \d{1,3})?, (?:who is )?((?:the|a|an|his|her|its|their|our|of the|[A-Z][\w’'-]*[’']s?) "
    r"[^,;:.()“”\"\n]{3,90})(?=[,.;:]|$)"
)
_DESCRIPTOR = re.compile(
    r"((?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Ii]ts |[Tt]heir )?(?:[\w’'-]+ ){1,5}?)(?:, )?$"
)
_LEADING_ROLE = re.compile(
    r"((?:The|the|Its|its|His|his|Her|her|Their|their|[A-Z][\w-]*[’']s) [^,;:.()“”\"\n]{3,60}), $"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: `text[start:end]` with its titles, `name` without."""

    start: int
    end: int
    name: str
    titles: tuple[str, ...] = ()


@dataclass
class Person:
    """Someone or some body named in full: every form of the role, and the gender where the text shows it."""

    name: str
    first: int
    roles: list[str] = field(default_factory=list)
    gender: str = ""
    role_words: set[str] = field(default_factory=set)

    def may_be(self, gender: str) -> bool:
        """Whether neither the text nor, where it says nothing, the given name speaks against "m" or "f"."""
        return (self.gender or likely_gender(self.name)) in ("", gender)

    def add_role(self, role: str) -> None:
        """Keep a role, and its words in lower case."""
        if role not in self.roles:
            self.roles.append(role)
            self.role_words |= set(re.findall(r"[^\W\d_]{3,}", role.lower())) - _DETERMINERS


def mentions_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Names in `text[start:end]`, titles parted from them, words that only open a sentence left out."""
    for match in _NAME.finditer(text, start, len(text) if end is None else end):
        words = match.group().split(" ")
        offset = match.start()
        while words and _is_no_name(words):
            offset += len(words.pop(0)) + 1
        if not words or "\x01" in words[0] or (len(words) == 1 and _PARTY.fullmatch(words[0])):
            continue
        titled = _titles_in(words)
        name = " ".join(words[titled:]).rstrip("'’-")
        yield Mention(offset, offset + len(" ".join(words)), name, tuple(words[:titled]))


def _is_no_name(words: Sequence[str]) -> bool:
    """Whether the first word only opens a sentence: a small word, or a participle or adverb before a name."""
    first = words[0]
    if first in _NO_NAME or first.endswith("-old"):
        return True
    return len(words) > 1 and bool(_OPENS.fullmatch(first)) and first not in _NAMED_LIKE_OPENERS


def _titles_in(words: Sequence[str]) -> int:
    """How many of the first words of a capitalised run are titles, offices and employers, not the name."""
    for place in range(len(words) - 2, -1, -1):
        word = words[place]
        title = word.lower() in TITLES
        if may_be_name(word):
            # "Judge Frome", "Baker Amadou Fell", yet "Martin Luther King Jr" and "Hunter Biden".
            title = place == 0 and (title or len(words) > 2)
        if title or is_occupation(word):
            return place + 1
    return 0


class Names:
    """Who is who in one article."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.mentions = self._told_apart(list(mentions_in(text)))
        self._starts = [mention.start for mention in self.mentions]
        self.people: dict[str, Person] = {}
        self._by_word: dict[str, list[Person]] = {}
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
            return self.people.get(name) or self._without_opener(name)
        before = [person for person in fits if self._last_mention(person, position) >= 0]
        return max(before, key=lambda each: self._last_mention(each, position)) if before else fits[0]

    def _without_opener(self, name: str) -> Person | None:
        """ "Tallest Jane Roe": a clause does not know, as the article does, that its first word is no name."""
        rest = name.partition(" ")[2]
        return self.people.get(rest) if " " in rest else None

    def _told_apart(self, mentions: list[Mention]) -> list[Mention]:
        """Mentions without the ordinary words that open their sentence, as the rest of the article shows them."""
        elsewhere = {mention.name for mention in mentions}
        return [self._bare(mention, elsewhere) for mention in mentions]

    def _bare(self, mention: Mention, elsewhere: set[str]) -> Mention:
        first, _, rest = mention.name.partition(" ")
        if mention.titles or " " not in rest or not _OPENING.search(self._text[max(0, mention.start - 3) : mention.start]):
            return mention
        if rest not in elsewhere and not re.search(rf"(?<![\w’'-]){re.escape(first.lower())}(?![\w’'-])", self._text):
            return mention
        return Mention(mention.start, mention.end, rest, (first,))

    def people_between(self, start: int, end: int) -> list[Person]:
        """People mentioned in `text[start:end]`, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        found = [self.person(mention.name, mention.start) for mention in self.mentions[first:last]]
        return [person for person in found if person]

    def by_role(self, description: str, position: int) -> Person | None:
        """Whom a description such as "the professor" or "China's top defense official" means, None where
        unclear."""
        if re.match(r"(?:a|an|one|another|some|many|several|no)\b", description, re.IGNORECASE):
            return None
        # Of a possessive ("the minister's office") the owner is not meant.
        noun_phrase = re.sub(
            r"\w+(?:['’]s|s['’])(?=\s)", _stem_of_owner, re.split(_MODIFIED, description)[0].lower()
        )
        words = [word for word in re.findall(r"[^\W\d_]{3,}", noun_phrase) if word not in _DETERMINERS]
        known = self._role_words | _RANKS
        place = next((place for place, word in enumerate(words) if word in known), -1)
        if place < 0 or words[place + 1 : place + 2] == ["office"]:
            return None
        while place + 1 < len(words) and words[place + 1] in known:
            place += 1
        head, modifiers = words[place], words[:place]
        scored = [(self._role_score(person, head, modifiers), person) for person in self._holders]
        fits = [(score, person) for score, person in scored if score >= 2]
        if not fits:
            return None
        before = [(score, self._last_mention(person, position), person) for score, person in fits]
        return max(before, key=lambda each: (each[1] >= 0, each[0], each[1], -each[2].first))[2]

    def _role_score(self, person: Person, head: str, modifiers: list[str]) -> int:
        roles = person.role_words
        if not roles:
            return 0
        score = 2 if head in roles else 1 if head in _RANKS and roles & _RANKS else 0
        stems = {role[:4] for role in roles}
        return score + sum(1 for word in modifiers if word[:4] in stems) if score else 0

    def _last_mention(self, person: Person, position: int) -> int:
        """Where the person was last named in full before `position`, -1 if never."""
        return person.first if person.first < position else -1

    def _register(self, mention: Mention) -> None:
        person = self.people.setdefault(mention.name, Person(mention.name, mention.start))
        if " " in mention.name:
            for word in set(mention.name.lower().split()) - _GENERATION:
                if person not in self._by_word.setdefault(word, []):
                    self._by_word[word].append(person)
        self._learn_role(person, mention)

    def _learn_role(self, person: Person, mention: Mention) -> None:
        for title in mention.titles:
            low = title.lower()
            person.gender = "m" if low in _MALE else "f" if low in _FEMALE else person.gender
        titles = " ".join(_SPELLED_OUT.get(title.lower(), title) for title in mention.titles)
        after = _APPOSITION.match(self._text, mention.end)
        before = self._text[max(0, mention.start - 100) : mention.start]
        leading = _LEADING_ROLE.search(before)
        lower = _LOWER_ROLE.search(before)
        for role in (
            after and after.group(1),
            leading and leading.group(1),
            titles,
            lower and lower.group(1),
        ):
            if role:
                person.add_role(role.strip())


_PARTICLE_FIRST = re.compile(rf"{_PARTICLE}\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|[.!?:”\"’…] |\n|[“\"‘])$")
_MODIFIED = re.compile(r" (?:of|in|for|from|at|who|whose|that|on) ")


def _stem_of_owner(match: re.Match[str]) -> str:
    """The owner's name shortened, so that it can agree with an adjective and is never taken for the head."""
    return match.group()[:4] + "·"


# A name with one of these words is no person's.
_BODY = re.compile(
    r"\b(?:Fund|Party|Council|University|College|School|Court|Union|Committee|Administration|"
    r"Department|Company|Inc|Corp|House|"
    r"Street|Bank|Association|Institute|Agency|Board|League|Policy|City|County|Ministry|Office|"
    r"Center|Centre|Group|Club|Stage|"
    r"Festival|Church|Hospital|Service|Force|Act|State|States|Kingdom|Republic|Island|Islands|"
    r"River|Port|Bridge|Airport)\b"
)


def is_body(name: str) -> bool:
    """Whether a name says that it is an organisation's or a place's."""
    return bool(_BODY.search(name))


_RANKS = word_set(
    "official leader chief head minister president premier director chairman general governor boss"
)


def _fits(short: list[str], full: list[str]) -> bool:
    """Whether a short name may stand for a full one: its words stand in it at either end."""
    if full[-1] in _GENERATION:
        full = full[:-1]
    return len(short) < len(full) and (full[-len(short) :] == short or full[: len(short)] == short)
