"""Words that say what somebody does ("surveyor", "goalkeeper"): before a name they are its role, no part of it.

A closed list and a few endings, read off by hand from what stands before
names in news. Used by `corpus.names`. Never judges a name by itself.
"""

import re

from corpus.wordlists import word_set

_OCCUPATIONS = word_set(
    "paramedic forecaster retiree evacuee refugee grandmaster arbiter precentor bellringer stallholder cabbie "
    "barkeep bartender busker beautician dockworker executor falconer farrier geriatrician gunner intern jeweler "
    "laborer landscaper linesman logger machinist masseur newsagent notary obstetrician paralegal parishioner "
    "podiatrist prefect quizmaster radiologist roadie sacristan salesperson scaffolder signalman skipper sommelier "
    "stylist subcontractor surfer tiler trapper vendor vintner whaler wheelwright woodworker challenger rival ally "
    "defector dissident hostage detainee inmate prisoner gunman suspect witness bystander onlooker newcomer rookie "
    "donor buyer abbess abbot academic accountant activist actor actress actuary adjutant administrator admiral "
    "adviser advisor advocate agent agronomist aide alderman alderwoman ambassador analyst anchor announcer "
    "anthropologist apprentice archaeologist archbishop archdeacon architect archivist artist assessor assistant "
    "astronaut astronomer athlete attaché attorney auctioneer auditor author aviator baker banker barber barista "
    "baritone barman baroness barrister bassist batter batsman beekeeper bishop blacksmith blogger boatbuilder "
    "boatman bodyguard bookkeeper bookseller boss botanist bowler boxer brewer bricklayer brigadier broadcaster "
    "broker builder bursar businessman businesswoman butcher butler campaigner candidate canon captain cardinal "
    "caretaker carer caricaturist carpenter cartographer cartoonist cashier caterer celebrity cellist ceo cfo chair "
    "chairman chairperson chairwoman chambermaid champion chancellor chaplain chef chemist chief choirmaster "
    "choreographer churchwarden citizen clergyman clerk climatologist climber clockmaker co-author co-chair "
    "co-director co-founder co-host co-owner coach coachman coastguard cobbler collaborator colleague collector "
    "colonel columnist comedian commander commentator commissioner commodore companion compere composer comptroller "
    "comrade conductor confectioner congressman congresswoman conservator constable consul consultant contractor "
    "controller coo cook cooper coordinator coroner corporal correspondent cosmonaut councillor councilman "
    "councilor councilwoman counsel counsellor counselor count countess courier cousin cox craftsman creator "
    "cricketer criminologist critic crofter cto curate curator custodian customer cyclist dame dancer daughter "
    "deacon dealer dean defendant defender delegate demographer dentist deputy designer detective developer "
    "dietitian diplomat director dispatcher diver docker doctor doorman driver drover drummer duchess duke earl "
    "ecologist economist editor educator electrician emeritus emissary employee emperor empress endocrinologist "
    "engineer entertainer entomologist entrepreneur envoy epidemiologist ethicist evangelist examiner executive "
    "expert explorer factor farmer farmhand father fencer ferryman fiddler filmmaker financier firefighter fireman "
    "fisherman fishmonger flautist florist footballer forager foreman forester forger forward founder friar friend "
    "fundraiser gamekeeper gardener general geneticist geographer geologist geophysicist glaciologist glazier "
    "goalkeeper goalie goldsmith golfer governor graduate grandfather grandmother greengrocer grocer groundsman "
    "groundskeeper guard guardsman guide guitarist gymnast hairdresser handyman harbourmaster harpist haulier "
    "headmaster headmistress headteacher helmsman herder historian homeowner host hostess hotelier housekeeper "
    "housewife hunter hydrologist illustrator imam immunologist incumbent influencer innkeeper inspector instructor "
    "interpreter inventor investigator investor janitor jeweller jockey joiner journalist judge juror justice "
    "keeper keyboardist king labourer lady landlady landlord landowner laureate lawmaker lawyer leader lecturer "
    "legislator librarian lieutenant lifeboatman lifeguard lightkeeper linguist locksmith lobbyist lord lumberjack "
    "magician magistrate magnate major maker manager manufacturer marshal mason mate mathematician matron mayor "
    "mechanic mediator medic member merchant metallurgist meteorologist microbiologist midfielder midwife milkman "
    "miller miner minister mistress model moderator mogul monk monsignor mother motorist mountaineer mp muralist "
    "musician musicologist mycologist narrator naturalist navigator negotiator neighbor neighbour neurologist "
    "neuroscientist newsreader nominee novelist nun nurse nurseryman nutritionist oarsman oboist observer "
    "oceanographer officer official ombudsman oncologist opener operator ophthalmologist optician orchardist "
    "orderly organiser organist organizer ornithologist orthodontist owner paediatrician painter palaeontologist "
    "paleontologist parent parliamentarian parson partner passenger passer-by pastor pathologist patriarch "
    "patrolman patron pediatrician pensioner performer petitioner pharmacist philanthropist philosopher "
    "photographer photojournalist physician physicist physiotherapist pianist pilot pitcher planner plasterer "
    "playwright plumber poet policeman policewoman policymaker politician pollster pope porter postman postmaster "
    "postmistress potter preacher premier presenter president priest prince princess principal printer producer "
    "professor programmer prosecutor protester provost psychiatrist psychologist publican publicist publisher pupil "
    "puppeteer quartermaster quarryman quarterback quarrier queen rabbi racer rancher ranger rapper receptionist "
    "recorder rector referee regent registrar reporter representative researcher resident restaurateur restorer "
    "retailer reverend reviewer rider roofer rower runner saddler sailor salesman saleswoman saxophonist scholar "
    "schoolboy schoolgirl schoolteacher scientist scout screenwriter scriptwriter sculptor seaman seamstress "
    "secretary seismologist senator sergeant serviceman sexton sheikh shepherd sheriff shipbroker shipbuilder "
    "shipowner shipwright shoemaker shopkeeper singer sister skater skier skipper smallholder smith sociologist "
    "soldier solicitor songwriter soprano speaker spectator spokesman spokesperson spokeswoman sportsman sprinter "
    "staffer statesman stationmaster statistician steelworker stevedore steward stewardess stonemason storekeeper "
    "strategist striker student stuntman sub-editor sultan supervisor superintendent surgeon surveyor survivor "
    "swimmer tailor tanner taxidermist teacher teammate technician technologist tenant tenor therapist toxicologist "
    "tourist trader trainee trainer translator traveller treasurer trombonist trooper trucker trumpeter trustee "
    "tutor tycoon typist umpire undersecretary undertaker upholsterer urologist usher valuer verger veteran vet "
    "veterinarian vicar victim violinist violist virologist vocalist volcanologist volunteer voter waiter waitress "
    "warden watchmaker watchman weaver weightlifter welder whistleblower widow widower winegrower winemaker winger "
    "witness woodcarver woodcutter woodman worker wrestler writer yachtsman youngster zookeeper zoologist"
)
_ENDINGS = (
    "ologist", "ographer", "keeper", "maker", "monger", "wright", "woman", "person", "grower", "tician", "owner",
    "fighter", "sman", "worker", "master", "holder", "seller", "teacher", "officer", "trician", "herder", "breeder",
    "writer", "catcher", "driver",
)  # fmt: skip
# Endings of those who do something ("slugger", "theorist"); other words before a name are adjectives and verbs.
_DOER = re.compile(r"[a-z-]+(?:er|or|ist|ian|ant|ent|eur|ee|ard|yst|phile|ess)")
_NO_DOER = word_set(
    "other another after under over never ever however whether either neither per greater lower upper outer inner "
    "super younger older elder earlier later farther further former for nor different current recent ancient "
    "present independent silent urgent violent prior minor major senior junior western eastern northern southern "
    "together rather remember consider number paper matter order water river power offer letter summer winter "
    "dinner center quarter toward forward backward hard standard record board award third toward against important "
    "relevant subsequent frequent apparent permanent excellent moment government agreement department announcement "
    "statement event want percent less unless across process access success address express press committee agree "
    "see three free door floor poor for error color colour honor honour favor favour corner border murder prefer "
    "refer enter centre"
)
# Surnames and given names as often as occupations: alone before one more word they are part of the name.
_ALSO_NAMES = word_set(
    "abbot baker barber bishop butcher butler canon carpenter cook cooper count deacon dean duke earl forester "
    "forward gardener guard hunter judge king marshal mason miller parson pope porter potter prince ranger rider "
    "sailor saddler scout shepherd singer smith tailor tanner tenant trooper usher warden weaver major justice "
    "scholar lord speaker"
)


def is_occupation(word: str) -> bool:
    """Whether a word, in any case, says what somebody does ("Surveyor", "Bell-founder", "MP")."""
    low = word.lower().strip(",")
    return low in _OCCUPATIONS or low.rpartition("-")[2] in _OCCUPATIONS or low.endswith(_ENDINGS)


def is_doer(word: str) -> bool:
    """Whether a word of no list ends like one that says what somebody does ("slugger", "Challenger")."""
    low = word.lower()
    return low not in _NO_DOER and bool(_DOER.fullmatch(low))


def may_be_name(word: str) -> bool:
    """Whether an occupation is a common name too ("Hunter", "Dean")."""
    return word.lower() in _ALSO_NAMES
