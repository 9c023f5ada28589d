"""Names where they stand in a text, parted from titles, offices and the words that only open a sentence.

Rules over capitals, no model. Used by `corpus.names` for a whole article and by
`corpus.subjects` for one clause; knows nobody, and joins no two mentions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.given_names import is_given_name
from corpus.occupations import is_doer, is_occupation, may_be_name
from corpus.wordlists import word_set

PARTICLE = r"(?:van|der|den|de|del|della|di|da|dos|du|la|le|von|zu|bin|bint|ibn|ben|abu|al|el|ten|ter|af|av)"
_WORD = (
    r"(?:(?:al|el|Al|El)-)?(?:[OD]['’])?(?:(?:de|di|du|la|le|van|von|ter|da)(?=[A-Z]))?"
    r"[A-ZÀ-ÖØ-Þ](?:[\w]|['’-](?!s\b)(?=\w)){0,30}"
)
_INITIALS = r"(?:[A-Z]\.){1,3}"
# "State Sen. Ann Roe": a short title inside the run.
_SHORT_TITLE = r"(?:Gen|Dr|Prof|Sen|Rep|Gov|Capt|Col|Lt|Sgt|Maj|Adm|Rev|Cmdr)\.(?= [A-Z])"
NAME = (
    rf"(?:[DRI]-{_INITIALS}|{_INITIALS}|{_WORD})(?: (?:{PARTICLE} ){{0,2}}(?:{_SHORT_TITLE}|{_INITIALS}|{_WORD})|"
    rf"\. (?<=\b[A-Z]\. ){_WORD}){{0,6}}"
)
_NAME = re.compile(
    rf"\b(?:(?:Gen|Dr|Mr|Mrs|Ms|Prof|Sen|Rep|Gov|Capt|Col|Lt|Sgt|Maj|Adm|Rev|St|Hon|Cmdr|Sir)\. )*{NAME}"
)
TITLES = word_set(
    "a.g. "
    "det insp supt const cllr ch brig dci ds di pc mp mep msp sheikha emir sultan gen. dr. mr. mrs. ms. prof. sen. "
    "rep. gov. capt. col. lt. sgt. maj. adm. rev. hon. cmdr. mr mrs ms dr prof miss sir dame lord lady baroness "
    "baron king queen prince princess pope father sister brother rabbi imam sheikh president premier chancellor "
    "minister secretary governor mayor councillor councilor alderman senator representative congressman "
    "congresswoman judge justice prosecutor inspector detective sheriff officer captain colonel general admiral "
    "commodore commander lieutenant major marshal sergeant corporal ambassador envoy director chairman chairwoman "
    "chair chief speaker leader counsel attorney lawyer professor doctor bishop archbishop cardinal engineer "
    "economist analyst coach editor vet spokesman spokeswoman spokesperson commissioner superintendent treasurer "
    "runner-up archivist author supervisor actor actress singer"
)
_NO_NAME = word_set(
    "The A An In On At But And He She It They We I You His Her Its Their Our My Your That This These Those As After "
    "Before When While If Not No Among According Asked Under Over For From With Without By To Of Or Nor So Yet Then "
    "Now Here There What Who Whose Which Why How Where Some Many Most Several Both Each Every Either Neither One "
    "Two Three Last Next Later Earlier Meanwhile However Instead Still Also Only Even Just Once Because Since "
    "Though Although Until During Outside Inside Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
    "February March April May June July August September October November December Yes Well Said More Read Nobody "
    "Everyone Everybody Such Like Unlike Despite Speaking Writing Asking Around About Another Other Others "
    "Afterwards Afterward Today Yesterday Tomorrow Tonight Asked Told Pressed Born Named Once Back Up Down Off Out "
    "Never Always Often Sometimes Perhaps Maybe Indeed Inside Within Between Across Along Behind Beside Besides "
    "Below Above Beyond Whether Should Would Could Has Have Had Did Does Is Are Was Were Except Whatever Whoever Let "
    "Might Must Shall Regardless Via Plus Whereas Whenever Wherever Through Throughout "
    "Overheard Toward Towards Against Fellow Former Ex Late Then-"
)
# "Sentencing Lady Frome", "Surprisingly Crane": no given name of this length ends so but these.
_OPENS = re.compile(r"[A-Z][a-z]{2,}ing|[A-Z][a-z]{3,}(?:ly|wards)")
# "Shortly before he died": endings of adverbs that no surname has ("Connolly", "Kimberly").
_ADVERB = re.compile(
    r"[A-Z][a-z]*(?:ally|ently|antly|ately|ously|ively|edly|ingly|fully|lessly|[ai]bly|denly|larly|ortly|ickly|ainly|"
    r"tely|sely|oudly|ietly|owly|ostly|adly)"
)
_NAMED_LIKE_OPENERS = word_set(
    "Beverly Kimberly Sterling Irving Browning Channing Fleming Golding Harding Keating"
)
_OFFICE_OF = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Cc]ommissioner|[Hh]ead) (?:of|for) (?:the )?$"
)
_DEPARTMENTS = word_set(
    "State Defense Defence Homeland Security Health Human Services Education Energy Labor Labour Transport "
    "Transportation Agriculture Interior Finance Justice Trade Treasury Commerce Environment War Culture Industry "
    "Foreign Affairs Veterans Economy Science Housing Tourism Sport"
)
_NUMBERED = re.compile(r" \d{1,3}(?![\d:,-])\b(?! years?)")
# "Ng Thi Lan", "Kim Ann Roe": short first words before a given name are names themselves.
_SHORT_NAME = 5
_PARTY = re.compile(r"[A-Z]{1,3}-[A-Z][\w.]*")
# A capitalised run that ends with one of these names an office and not who holds it.
OFFICES = word_set(
    "Minister Secretary President Premier Chancellor Governor Mayor General Speaker Chairman Chairwoman Chair Leader "
    "Director Commissioner Judge Attorney Spokesman Spokeswoman Spokesperson Chief Officer Ambassador Treasurer "
    "Inspector Prosecutor Counsel Councillor Senator Commander Superintendent Executive Constable Coroner Ombudsman"
)
# "Fiona Tait KC", "Amos Tillery, MD"
_POST_NOMINALS = word_set("KC QC SC MP MEP MSP MS AM TD MD PhD DPhil CBE OBE MBE CPA Esq")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: `text[start:end]` with its titles, `name` without."""

    start: int
    end: int
    name: str
    titles: tuple[str, ...] = ()


def mentions_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Names in `text[start:end]`, titles parted from them, words that only open a sentence left out."""
    if text.islower():
        # Most clauses have no capital, and looking for names in them is dear.
        return
    for match in _NAME.finditer(text, start, len(text) if end is None else end):
        words = match.group().split(" ")
        offset = match.start()
        while words and _is_no_name(words):
            offset += len(words.pop(0)) + 1
        if words and _OFFICE_OF.search(text[max(0, offset - 40) : offset]):
            # "Secretary of State Ann Roe": the department is no name.
            while len(words) > 1 and words[0] in _DEPARTMENTS:
                offset += len(words.pop(0)) + 1
        if not words or "\x01" in words[0] or _PARTY.fullmatch(words[0]):
            continue
        if len(words) == 1 and not may_be_name(words[0]) and is_occupation(words[0].removesuffix("s")):
            # "Mayor", "Nurses"
            continue
        if _NUMBERED.match(text, match.end()):
            # "Section 4", "Category 5": no person has a number.
            continue
        titled = _titles_in(words)
        if _is_office(words):
            # "the Prime Minister", "Mr Speaker"
            continue
        bare = words[titled:-1] if len(words) > titled + 1 and words[-1] in _POST_NOMINALS else words[titled:]
        name = " ".join(bare).rstrip("'’-")
        yield Mention(offset, offset + len(" ".join(words)), name, tuple(words[:titled]))


def _is_office(words: Sequence[str]) -> bool:
    """Whether a capitalised run names an office and nobody in it."""
    if len(words) < 2 or words[-1] not in OFFICES or is_given_name(words[0]):
        return False
    return words[-1] == "Speaker" or words[0].lower() not in (
        "mr",
        "mrs",
        "ms",
        "mr.",
        "mrs.",
        "ms.",
        "dr",
        "dr.",
    )


def _is_no_name(words: Sequence[str]) -> bool:
    """Whether the first word only opens a sentence: a small word, or a participle or adverb before a name."""
    first = words[0]
    # "They’ve", "I'm"
    if first.partition("’")[0].partition("'")[0] in _NO_NAME or first.endswith("-old"):
        return True
    if len(words) == 1:
        return first.endswith("ly") and bool(_ADVERB.fullmatch(first)) and not is_given_name(first)
    opens = first.endswith(("ing", "ly", "wards")) and _OPENS.fullmatch(first)
    return bool(opens) and first not in _NAMED_LIKE_OPENERS


def _leads(words: Sequence[str]) -> bool:
    """Whether the first of three words is no name: it ends like a doer's, or a given name follows it."""
    if len(words) < 3 or is_given_name(words[0]):
        return False
    return is_doer(words[0]) or (
        is_given_name(words[1]) and words[0].isalpha() and len(words[0]) > _SHORT_NAME
    )


def _titles_in(words: Sequence[str]) -> int:
    """How many of the first words of a capitalised run are titles, offices and employers, not the name."""
    for place in range(len(words) - 2, -1, -1):
        word = words[place]
        title = word.lower().removesuffix("-elect") in TITLES
        if may_be_name(word):
            # "Mr Justice Frome", "Baker Amadou Fell", yet "Martin Luther King Jr" and "Hunter Biden".
            leads = all(before.lower() in TITLES for before in words[:place])
            # "House Speaker Nancy Pelosi": a whole name follows.
            whole = place > 0 and len(words) > place + 2 and not is_given_name(words[0])
            title = whole or (leads and (title or len(words) > place + 2))
        elif is_occupation(word) or (place == 0 and _leads(words)):
            title = True
        if title:
            return place + 1
    return 0
