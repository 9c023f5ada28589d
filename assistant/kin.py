"""Words that news uses for one another: "won" and "winner", "chairs" and "chairwoman of", "replaced" and "successor".

Used by `assistant.clues` to see that a sentence answers in other words than the
question's. A list of common words only; it knows no name and no subject.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final

from assistant.terms import terms

# A line a family: forms that the stemmer parts, and what reporters write in their place.
_FAMILIES: Final = """
win won wins winner winning victory victor victorious triumph triumphed
lose lost loses losing loser loss defeat defeated beaten
beat beats beaten beating defeat defeated
elect elected election
vote voted voter ballot poll
lead led leads leader leading
head heads headed chief lead led leader director
chair chairs chaired chairman chairwoman chairperson preside presided presides
run runs ran running operate operates
edit edits edited editor
govern governs governed governor
manage manages managed manager
coach coaches coached coaching trainer trained
direct directs directed director
found founded founder founding establish established
own owns owned owner ownership
replace replaced replaces replacement succeed succeeded succeeds successor succession
resign resigned resigns resignation quit quits step stepped steps
dismiss dismissed dismissal fire fired fires sack sacked oust ousted removed removal
appoint appointed appointment name named nominate nominated nomination nominee pick picked
marry married marries marriage wed wedding wife husband spouse
die died dies dead death deaths killed kill kills killing killings toll drown drowned
kill killed kills killing murder murdered shot slain
shoot shot shoots shooting gunman gunfire
sick ill fell illness disease
arrest arrested arrests detain detained detention custody held
charge charged charges accuse accused indict indicted indictment prosecuted
convict convicted conviction guilty
sentence sentenced jail jailed prison imprisoned
acquit acquitted acquittal cleared
defend defended defends defence defense defender lawyer attorney counsel represent represents represented
buy buys bought buying buyer purchase purchased acquire acquired acquisition takeover
sell sells sold selling sale seller
pay pays paid paying payment payout
cost costs price priced prices pay paid
spend spends spent spending expenditure
earn earns earned earning salary wage wages
give gives gave given giving donate donated donation
lend lent loan loaned
steal stole stolen theft
grow grew grown grows growth rise rose risen increase
rise rises rose risen rising increase increased increases climb climbed jump jumped up raise raised
raise raises raised raising increase increased hike hiked
fall falls fell fallen falling drop dropped decline declined decrease decreased down
cut cuts cutting lower lowered reduce reduced reduction slash slashed
begin begins began begun beginning start started starts
open opens opened opening launch launched
launch launched launches blast blasted liftoff lift lifted
end ends ended ending finish finished over
stop stops stopped halt halted suspend suspended suspension
break breaks broke broken
close closes closed closing closure shut shuts shutdown
hold holds held holding host hosted hosts
leave leaves left leaving depart departed departure exit withdraw withdrew withdrawn withdrawal
build builds built building builder construct constructed construction
write writes wrote written writing writer author authored
sing sings sang sung singer song
make makes made maker manufacturer manufacture manufactured produce produced produces producer
hurt injure injured injury injuries wounded
hit hits hitting strike struck strikes
bring brings brought
take takes took taken
think thinks thought
know knows knew known
large largest big biggest size
draw draws drew drawn
speak speaks spoke spoken speech
teach taught teacher
fight fights fought fighting
fly flies flew flown flight
send sends sent sending
find finds found discover discovered discovers discovery discoverer
seek seeks sought
choose chooses chose chosen choice select selected
sink sinks sank sunk sinking
crash crashed crashes collide collided collision
attack attacked attacks assault assaulted attacker assailant
sign signed signs signing signature
agree agreed agrees agreement deal treaty accord pact
meet meets met meeting summit
talk talks negotiate negotiated negotiation negotiations
mediate mediates mediated mediator mediation broker brokered
protest protested protests demonstration demonstrators demonstrated rally
invade invaded invades invasion
ban bans banned banning prohibit prohibited outlaw outlawed forbid forbidden
approve approved approves approval
reject rejected rejects rejection refuse refused turned
ratify ratified ratifies ratification
apologize apologise apologized apologised apology sorry
admit admitted admits admission acknowledged
warn warned warns warning
promise promised promises pledge pledged pledges vow vowed
cause caused causes causing blame blamed because due result
reason reasons because cause ground grounds
age aged old
tall height high
long length
deep depth
wide width
heavy weight weigh weighs weighed
fast speed
rich wealthy wealthiest richest
carry carries carried
catch catches caught infected infection
spread spreads transmit transmitted transmission
storm hurricane
quake earthquake
round runoff
"""


@cache
def _families() -> dict[str, frozenset[int]]:
    """Each stem with the families that it belongs to."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(filter(None, _FAMILIES.splitlines())):
        for stem in terms(line):
            found[stem].add(number)
    return {stem: frozenset(families) for stem, families in found.items()}


def kin_of(held: Iterable[str]) -> frozenset[int]:
    """The families that any of the stems belongs to."""
    families = _families()
    return frozenset().union(*(families[stem] for stem in held if stem in families))


def with_kin(wanted: Iterable[str], held: frozenset[str]) -> frozenset[str]:
    """Those held, and those wanted for which a word of the same family is held."""
    families = _families()
    kin = kin_of(held)
    return held | {stem for stem in wanted if stem in families and families[stem] & kin}
