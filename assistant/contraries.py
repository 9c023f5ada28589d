"""Kinds of event in the news and their contraries: resign and remain, ratify and reject, acquit and convict.

Used by `assistant.premise`. A list of opposites as a thesaurus has them, and
none of a single story's words: a kind without a contrary can only be denied.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A kind of event.

    Attributes:
        happens: words that say it happened.
        contrary: words that say its contrary did.
        told: whether news that speaks of somebody would not pass over it, so that silence tells something.
    """

    happens: re.Pattern[str]
    contrary: re.Pattern[str]
    told: bool = False


_LEAVES = r"resign(?:s|ed|ing|ation)?|steps? down|stepped down|stepping down|stood down|quits?|left office|leave office"
_STAYS = r"remains?|remained|stays? on|stayed on|re-?elected|stay(?:s|ed)? in office|survived|still in office"
_CLEARED = r"acquit\w*|cleared of|found not guilty|exonerat\w+"
_CONVICTED = r"convict\w*|found guilty|guilty of|sentenced?|fined?|jailed|imprisoned|prison (?:sentence|term)"
_UNDECIDED = (
    r"plead(?:s|ed) not guilty|(?:not|never) (?:been )?(?:charged|tried|sentenced|convicted)|awaits trial"
    r"|trial is expected"
)
_REFUSES = (
    r"throws? out|threw out|thrown out|reject\w*|vote[ds]? down|turn(?:s|ed)? down|veto\w*|refus\w+"
    r"|boycott\w*"
)
_ACCEPTS = (
    r"ratif\w+|approv\w+|passed|adopt(?:s|ed)|accept(?:s|ed)?|agree[sd]? to|endorse[sd]?|took part|takes part"
    r"|join(?:s|ed)|sign(?:s|ed)|volunteer\w*"
)
_AGAINST = r"oppos\w+|vote[ds]? against|object(?:s|ed)? to|condemn\w*|criticis\w+|criticiz\w+"
_FOR = r"in favou?r|support(?:s|ed)?|back(?:s|ed)|vote[ds]? for|prais\w+|welcom(?:es|ed)"
_WINS = r"wins?|won|elected|victory|beat|defeats"
_LOSES = r"los(?:es?|t)|beaten|defeated|conced\w+"
_KILLED = r"drown\w*|die[sd]?|killed|deaths?|dead"
_LIVES = (
    r"(?:nobody|no one|none) (?:was |were )?(?:died|killed|hurt|drowned)|surviv\w+|unhurt|uninjured"
    r"|(?:was|were) (?:hurt|injured)"
)
_SINKS = r"sinks?|sank|sunk|capsiz\w+"
_AFLOAT = r"afloat|returned to port|reached (?:port|harbou?r)"
_FLED = r"breaks? out|broke out|broken out|escap\w+|fle[de]\b|fled|flees"
_HELD = (
    r"recaptured|(?:still|remains?|remained) in (?:prison|jail|custody)|(?:was|were) (?:moved|transferred)"
)
_PAYS = r"pays?|paid|payments?|repaid|repays?"
_OWES = r"unpaid|withh(?:eld|olds?)|owes?|owed|missed (?:the|its)|default\w*|pledged nothing|fell due"
_FREES = r"unfr[eo]ez?\w*|released?|lift(?:s|ed)|freed"
_BINDS = r"fr[eo]ze[ns]?|detain\w*|(?:still|remains?|remained) (?:frozen|in force|in custody|in prison)"
_GROWS = r"rises?|rose|risen|increas\w+|grew|climb(?:s|ed)"
_SHRINKS = r"falls?|fell|fallen|drop(?:s|ped)|decreas\w+|shrank|declin(?:es|ed)"
_NONE = r"(?!)"


def _occurrence(happens: str, contrary: str, *, told: bool = False) -> Occurrence:
    return Occurrence(
        re.compile(rf"\b(?:{happens})\b", re.I),
        re.compile(rf"\b(?:{contrary})\b", re.I),
        told,
    )


OCCURRENCES = (
    _occurrence(_LEAVES, _STAYS, told=True),
    _occurrence(_CLEARED, f"{_CONVICTED}|{_UNDECIDED}", told=True),
    _occurrence(_CONVICTED, f"{_CLEARED}|{_UNDECIDED}", told=True),
    _occurrence(_REFUSES, _ACCEPTS, told=True),
    _occurrence(_ACCEPTS, _REFUSES),
    _occurrence(_AGAINST, _FOR, told=True),
    _occurrence(_FOR, _AGAINST, told=True),
    _occurrence(_WINS, _LOSES, told=True),
    _occurrence(_LOSES, _WINS, told=True),
    _occurrence(_FLED, _HELD, told=True),
    _occurrence(_SINKS, _AFLOAT, told=True),
    _occurrence(_KILLED, _LIVES, told=True),
    _occurrence(_PAYS, _OWES),
    _occurrence(_FREES, _BINDS),
    _occurrence(_GROWS, _SHRINKS),
    _occurrence(_SHRINKS, _GROWS),
    _occurrence(r"opens?|opened|reopen\w*", r"clos(?:es|ed)|shut|remains? closed"),
    _occurrence(r"clos(?:es|ed?)|shut", r"(?:re)?opens?|(?:re)?opened|remains? open"),
    _occurrence(r"arriv\w+|landed|returned", _NONE),
    _occurrence(r"announce[sd]?|publish(?:es|ed)?|disclose[sd]?|reveal(?:s|ed)?", _NONE),
    _occurrence(r"charge[sd]?", _NONE),
    _occurrence(r"arrest(?:s|ed)?", _NONE),
)  # fmt: skip
