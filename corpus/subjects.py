"""The subject of a verb: a name, a pronoun or a description, as it is written in a clause.

Pure functions over text whose quoted words are masked; used by
`corpus.clauses` and `corpus.quotations`. Never decides who is meant.
"""

import re

from corpus.bodies import body_name, is_body
from corpus.chunks import Subject, ends_with_name, ends_with_name_after_role, lower_lead, mentions_of
from corpus.mentions import NAME, Mention, mentions_in
from corpus.occupations import is_occupation
from corpus.roles import EPITHET
from corpus.verbs import SPEECH
from corpus.wordlists import word_set

_AUXILIARIES = re.compile(
    r"(?:(?:\b(?:has|had|have|was|were|is|would|will|did|also|later|then|once|often|now|still|"
    r"just|never|not|first|even|"
    r"further|quoted as|himself|herself|themselves|both|all|could|might|only|always|soon|again|"
    r"simply)\b|\b\w+ly\b|"
    r"\b(?:in turn|at one point|at first|at the time)\b) ?)+$"
)
_CONJUNCTION = re.compile(
    r"(?:^|[ ,])(?i:that|which|what|because|when|where|while|as|how|whether|but|if|than|though|"
    r"although|before|after|until|since|:)(?= )"
)
_PRONOUN = re.compile(
    r"(?:^|.*[\s“\"'‘(—–])(he|she|they|it|I|we|He|She|They|It|We|[Ss]omeone|[Ss]omebody|[Nn]obody|[Ee]veryone)$",
    re.DOTALL,
)
_DETERMINER = re.compile(
    (
        r"(?:the|a|an|his|her|its|their|our|my|this|that|one|another|some|many|several|both|no|two|"
        r"three|\d+|[A-Z][\w-]*['’]s?|[A-Z]\w+ [A-Z]\w+['’]s?)\s"
    ),
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:[\w’'-]+ ){0,3}?[\w-]+(?:['’]s|s['’]) [a-z]")
_SKIPPED = re.compile(
    r"(?:(?:who|whose|whom|which|where|when|according to|speaking|citing|aged|formerly|now|"
    r"then|also|of|in|at|on|from|with|by|\d)\b|\w+(?:ing|ed)\b|reached by)"
)
_RELATIVE = re.compile(
    r"(?:who|whose|whom|which|where|when|according to|speaking|citing|aged|formerly|reached by|\d+$)\b"
)
_PREPOSED = re.compile(
    r"(?:In|At|On|From|For|After|Before|During|Under|Over|Near|Outside|Inside|Across|By|With) "
)
_THING_THAT = re.compile(r"(?:, which|\bthat|\bwhich)$")
# "a Member of Parliament, Sir Gerald Nabb, who held it up and asked": the relative clause goes on.
_WHO_JOINED = re.compile(r", who [^,;:]*$")
_JOINED = re.compile(r"(?:\band|\bbut|\bor|\band then|\band also)$")
_END_OF_SUBJECT = re.compile(
    r"[,;:.()“”\"—–\x01]| (?:in|on|at|to|during|after|before|who|whose|as|of|for|when|while|"
    r"from|with|through|about|and then|"
    r"last|this|earlier|later|yesterday|by|via|under|outside|inside|when|where|if|because|that|said)\b"
)
_EMPLOYED = re.compile(
    rf"(?:['’]s?)? (?:[a-z-]+ ){{0,3}}(?P<role>[a-z-]+)(?: (?:of|for|in)(?: (?!of |for |in )[\w-]+){{1,4}}?)? "
    rf"(?P<who>{NAME})(?=[,.;:“\"]|$| [a-z])"
)
_SMALL_OFFICE = re.compile(r" (?:state|county|city|federal|district|deputy) ")
_OF = re.compile(r" (?:of|from|at|with|for|in) ")
_STOP = re.compile(r"[,;:.“”\"\x01]")
_MAX_NAME = 120
_OWNED = re.compile(r"['’]s? ")
_INDEFINITE = re.compile(r"(?:An?|One|Another) ((?:[a-z-]+ ){0,3}?[a-z-]+)\b", re.IGNORECASE)
# What follows these is whom somebody spoke to, not who speaks next.
TO_SOMEBODY = word_set(
    "told tells telling asked asks urged urges informed assured reminded thanked ordered accused praised"
)
# A subject stands near its verb; hostile text has thousands of chunks.
_CHUNKS_TRIED = 6


def subject_before(text: str) -> Subject | None:
    """The subject of the verb that follows `text`."""
    bare = _without_auxiliaries(text)
    if _JOINED.search(bare):
        relative = _WHO_JOINED.search(bare)
        antecedent = _trailing(bare[: relative.start()]) if relative else None
        if antecedent and antecedent.kind == "name":
            return antecedent
        return sentence_subject(bare) or _last_pronoun(bare)
    thing = _THING_THAT.search(bare)
    if thing:
        # "a banner that reads": a thing speaks; "by the Research Council, which said": a body does.
        named = mentions_of(bare[: thing.start()]) if thing.group().startswith(",") else ()
        if named and named[-1].end == thing.start():
            return Subject("name", named[-1].name, " ".join(named[-1].titles))
        return Subject("description", "")
    breaks = list(_CONJUNCTION.finditer(bare))
    closed = (
        bool(breaks) and bare.endswith(",") and breaks[-1].group().strip(" ,") in ("which", "who", "that")
    )
    # "The airline, which announced a merger in May, said": a relative clause that a comma closes.
    clause = bare[breaks[-1].end() :] if breaks and not closed else bare
    # "X, in a speech that was carried live, told": the last clause is relative, and has no subject of its own.
    return (_subject_in(clause) if clause.strip() else None) or (_subject_in(bare) if breaks else None)


def _subject_in(clause: str) -> Subject | None:
    """The subject that a clause ends with, parentheses before the verb left out."""
    chunks = [chunk.strip(" \x01“”\"'‘’") for chunk in re.split(r",(?!\d)|[;:()]|—|–|[”\"](?= )", clause)]
    for place in range(len(chunks) - 1, max(-1, len(chunks) - 1 - _CHUNKS_TRIED), -1):
        chunk = _without_auxiliaries(chunks[place])
        chunk = chunk if place and _RELATIVE.match(chunk) else _innermost(chunk)
        before = chunks[place - 1] if place else ""
        if not chunk or _RELATIVE.match(chunk) or (_SKIPPED.match(chunk) and not _trailing(chunk)):
            continue
        found = _trailing(chunk)
        apposed = found is not None and found.kind == "description" and ends_with_name(before)
        if found and found.kind == "name" and place and chunk.startswith("the ") and _is_somebody(chunks[0]):
            # "A spokesman for the union, the RMS, said"
            return Subject("description", chunks[0])
        if found and not (apposed and not _PREPOSED.match(before)):
            if found.kind == "name" and _POSSESSIVE.match(chunk) and not ends_with_name_after_role(chunk):
                continue
            return found
    return None


def _is_somebody(chunk: str) -> bool:
    """Whether a chunk is "a spokesman for …": somebody, and no name."""
    found = _INDEFINITE.match(chunk)
    return found is not None and any(is_occupation(word) for word in found.group(1).split())


def _innermost(chunk: str) -> str:
    """ "Petrakis said her director": the subject of the next verb stands after the verb of saying before it."""
    words = chunk.split(" ")
    for place in range(len(words) - 2, 0, -1):
        if (
            words[place] in SPEECH
            and words[place] not in TO_SOMEBODY
            and _DETERMINER.match(words[place + 1] + " ")
        ):
            return " ".join(words[place + 1 :])
    return chunk


def _body(chunk: str) -> Subject | None:
    name = body_name(chunk)
    return Subject("name", name) if name else None


def _last_pronoun(text: str) -> Subject | None:
    """ "When it was put off he was asked why and": the pronoun that the joined verb goes on from."""
    found = re.findall(r"\b(he|she)\b", text)
    return Subject("pronoun", found[-1]) if found else None


def sentence_subject(sentence: str) -> Subject | None:
    """The subject that opens a sentence, whatever its verb: the name, pronoun or description before the
    verb."""
    text = sentence.lstrip(" “\"‘'")
    text = re.sub(
        r"^(?:(?:But|And|Yet|So|Then|Instead|Outside|Meanwhile|Later|Earlier|Still|Now|However)\b,? ?|"
        r"(?:On|In|At|After|Before|During|For|By|Among|From|Asked|Under|As) [^,.]{1,60}, )",
        "",
        text,
    )
    return head_of(text)


def head_of(text: str) -> Subject | None:
    """The subject that `text` opens with."""
    text = text.strip(" \x01")
    pronoun = re.match(r"(he|she|they|it|I|we|someone|somebody|nobody|everyone)\b", text, re.IGNORECASE)
    if pronoun:
        return Subject("pronoun", pronoun.group(1).lower())
    body = _body(_STOP.split(text[:_MAX_NAME], maxsplit=1)[0])
    if body:
        return body
    first = next(mentions_in(text[:200]), None)
    held = _holder(text, first) if first and first.start == 0 else None
    if held:
        return held
    stop = _END_OF_SUBJECT.search(text)
    chunk = text[: stop.start()] if stop else text[:120]
    named = lower_lead(text[: first.start]) or first.start == 0 if first else False
    if first and named and not re.match(r"['’]s?\s", text[first.end :]):
        return Subject("name", first.name, " ".join(first.titles))
    owned = _OWNED.match(text, first.end) if first and first.start == 0 else None
    if owned:
        # "Labour’s Callum Boyd"
        member = next(mentions_in(text[:200], owned.end()), None)
        if member and member.start == owned.end() and " " in member.name and not is_body(member.name):
            return Subject("name", member.name, " ".join(member.titles))
    described = _named_at_once(text, first, chunk) if first and _DETERMINER.match(text) else None
    if described:
        return described
    is_description = _DETERMINER.match(chunk + " ") or _POSSESSIVE.match(chunk + " ")
    return Subject("description", chunk.strip()) if is_description else None


def _holder(text: str, first: Mention) -> Subject | None:
    """Who holds the office of an employer that opens a text, None where it opens with another name."""
    employed = _EMPLOYED.match(text, first.end)
    if employed and is_occupation(employed.group("role")):
        # "Brewers president of baseball operations David Stearns"
        first = next(mentions_in(text[: employed.end()], employed.start("who")), first)
        return Subject("name", first.name, " ".join(first.titles))
    office = _SMALL_OFFICE.match(text, first.end)
    # "Republican state Rep. Albert Sommers"
    holder = next(mentions_in(text[:200], office.end()), None) if office else None
    if office and holder and holder.start == office.end() and holder.titles:
        return Subject("name", holder.name, " ".join(holder.titles))
    return None


def _named_at_once(text: str, first: Mention, chunk: str) -> Subject | None:
    """ "the hospital's chief executive, Samira Okell": a description that its name follows or ends."""
    named = re.match(
        rf"[^,.;:“\"\x01]{{3,80}}, (?={NAME}(?:[,.;]|\s(?:said|told|says|asked|added|wrote)|$))", text
    )
    follower = next(mentions_in(text, named.end()), None) if named else None
    if named and follower and follower.start == named.end():
        return Subject("name", follower.name, " ".join(follower.titles))
    if first.end <= len(chunk) and ends_with_name_after_role(text[: first.end]):
        return Subject("name", first.name, " ".join(first.titles))
    return None


def _without_auxiliaries(text: str) -> str:
    bare = text.rstrip(" ")
    while match := _AUXILIARIES.search(bare):
        if match.start() == match.end():
            break
        bare = bare[: match.start()].rstrip(" ")
    return bare


def _trailing(chunk: str) -> Subject | None:
    """The subject that a chunk ends with, or opens with where a prepositional phrase follows it."""
    pronoun = _PRONOUN.match(chunk)
    if pronoun:
        return Subject("pronoun", pronoun.group(1).lower())
    body = _body(chunk)
    if body:
        return body
    mentions = mentions_of(chunk)
    determined = bool(_DETERMINER.match(chunk))
    if (
        len(mentions) > 1
        and mentions[0].start == 0
        and " " in mentions[0].name
        and _OF.match(chunk, mentions[0].end)
    ):
        # "Maribel Santos of the union CHT"
        return Subject("name", mentions[0].name, " ".join(mentions[0].titles))
    if mentions and mentions[-1].end >= len(chunk) - 1:
        last = mentions[-1]
        lead = chunk[: last.start].rstrip()
        if lead.lower() in ("a", "an"):
            # "a Republican"
            return Subject("description", chunk)
        if not re.search(r"\b(?:of|in|from|at|for|with|to|on|by|and|the|against|near)$|&$", lead.lower()):
            if not (determined and re.search(r"[’']s?$", lead)) or (
                " " in last.name and not is_body(last.name)
            ):
                return Subject("name", last.name, " ".join(last.titles))
        elif lead.endswith(" the") or lead in ("the", "The"):
            bare = lead.lower() == "the" and not EPITHET.fullmatch(chunk)
            return Subject("name", last.name) if bare else Subject("description", chunk)
    opens = bool(mentions) and (mentions[0].start == 0 or lower_lead(chunk[: mentions[0].start]))
    if opens and not determined and not re.match(r"['’]s?\b", chunk[mentions[0].end :]):
        return Subject("name", mentions[0].name, " ".join(mentions[0].titles))
    return Subject("description", chunk) if determined or _POSSESSIVE.match(chunk) else None
