"""Verbs that report speech, as the past and present forms that news uses. Used by the modules of attribution."""

from corpus.wordlists import word_set

SPEECH = word_set(
    "said says say saying told tells telling asked asks asking added adds adding wrote writes writing called calls "
    "calling replied replies answered answers noted notes noting warned warns warning argued argues arguing "
    "explained explains insisted insists admitted admits acknowledged acknowledges announced announces declared "
    "declares described describes describing claimed claims stated states stressed stresses urged urges recalled "
    "recalls joked jokes quipped tweeted tweets tweeting posted continued concluded concludes responded responds "
    "remarked remarks observed observes suggested suggests predicted predicts promised promises vowed vows accused "
    "accuses praised praises praising hailed hails blamed blames denied denies conceded concedes confirmed confirms "
    "complained complains commented comments testified assured assures reminded informed lamented mused opined "
    "pleaded demanded demands ordered cautioned boasted bragged countered retorted interjected emphasized "
    "emphasised emphasizes underlined underscored reiterated maintained maintains pledged proposed swore texted "
    "shouted cried whispered laughed agreed agrees disagreed defended defends dismissed dismisses denounced "
    "condemned termed dubbed labelled labeled characterized characterised reported reports repeated spoke thanked "
    "sighed estimated begged screamed yelled cites cited quoted referred read reads likened mocked welcomed "
    "considered considers sought seeks wants wanted offered offers expressed apologised apologized mentioned "
    "mentions hoped hopes prefers preferred thinks believes thought judged regards regarded deemed branded "
    "pronounced rejected rejects attributed attributes proposes laid spoke speaks talked likes feared fears "
    "corrected corrects recounted recounts chuckled grinned snapped shrugged ventured protested protests reasoned "
    "reasons reflected reflects allowed mumbled murmured muttered grumbled grumbles thundered roared chanted "
    "scoffed sneered teased deadpanned enthused gushed fumed raged marvelled marveled speculated theorised "
    "theorized reckoned reckons figured guessed guesses surmised summarised summarized elaborated clarified hinted "
    "hints implied intimated revealed reveals disclosed confided confides confessed confesses attested averred "
    "asserted asserts contended contends alleged alleges affirmed proclaimed touted touts slammed blasted lambasted "
    "criticised criticized criticises criticizes derided ridiculed decried decries deplored bemoaned rued lauded "
    "lauds commended advised advises counselled recommended instructed implored appealed inquired enquired wondered "
    "wonders queried interrupted exclaimed gasped groaned moaned sobbed hissed growled barked bellowed hollered "
    "emailed messaged blogged scribbled captioned testifies remembered remembers worries worried saying stressing "
    "calling describing insisting claiming warning noting adding telling urging arguing maintaining promising "
    "vowing declaring announcing explaining suggesting conceding admitting joking quipping predicting demanding "
    "pleading responding replying commenting remarking observing recalling tweeting posting quoting citing "
    "answering expects expected congratulated congratulates wished invited challenged dared credited faulted "
    "compared compares accepted accepts"
)
# Of several words, as parts of a regular expression.
SPOKEN = (
    "put it|puts it|put this|used the (?:word|phrase|term)|uses the word|to call|to describe|went on|goes on|chimed in|"
    "points? out|pointed out|made clear|shot back|fired back|hit back|let slip|summed (?:it )?up|weighed in"
)
OVERHEARD = "(?:heard|overheard|recorded|filmed|caught) (?:to say|saying|telling)"
