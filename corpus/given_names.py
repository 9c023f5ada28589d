"""The gender that a given name lets expect, to tell "he" from "she" where the text has not said yet.

Common names of many countries, and endings for the rest. A guess only: a
title or a pronoun in the text outweighs it. Used by `corpus.names`.
"""

from typing import Literal

from corpus.wordlists import word_set

_FEMALE = word_set(
    "abigail agnes aileen aisha alexis alice alison allison amber amy angel angeline ann anne annabel annette april "
    "ashley astrid audrey ayse barbara beatrice beatrix bernadette beth betty beverly blanche bonnie bridget brigid "
    "brigitte britt brittany bronwen camille carmen carol caroline carolyn catherine cecile charlotte chelsea "
    "cheryl chloe christine claire clare colette constance courtney crystal cynthia daisy daphne dawn deborah "
    "denise diane dolores doris dorothy edith eileen elaine eleanor elise elisabeth elizabeth ellen elsie emily "
    "emma erin esther ethel eunice eve evelyn fatou faye fern fiona florence frances freya gail genevieve georgina "
    "gertrude ginny giselle gisele gladys glenys grace greta gretchen guadalupe gwen gwendolyn hanne harriet hazel "
    "heather heidi helen helene hilary hildegard hope ida imogen ines ingrid irene iris isabel isabelle isobel ivy "
    "jacqueline jan jane janet janice jasmine jean jeanne jen jenny jennifer jessica jill joan joanne jocelyn "
    "josephine joy joyce judith judy juliet june karen karin kate katharine katherine kathleen kathryn katie kay "
    "kelly kerstin kim kirsten kitty kristin lauren laurence leigh lesley lilian lillian lily linh lise liv lois "
    "lorraine louise lucille lucy lydia lynn mabel madeleine madeline mae maeve maggie mai margaret margot "
    "marguerite marie marilyn marion marjorie mary maud maureen may megan mei melanie melissa mercy meredith "
    "michelle mildred millicent miriam molly monique morag morwenna muriel myrtle nadine nancy naomi natalie nell "
    "nicole nora norah noor odette odile olive paige pam patience pauline pearl peggy penelope penny petra phoebe "
    "phyllis pilar polly priscilla prudence rachel rebecca rhiannon rosalind rose rosemary rowena roxanne ruth "
    "sally samantha sarah saoirse saskia sharon sheila shirley sian sigrid silke simone sinead sophie soledad "
    "stacey stella stephanie sue susan suzanne sybil sylvie tamsin tess tiffany tilly tracy trudy ursula valerie "
    "vera veronique vicky violet vivian vivienne wendy winifred winnie yasmin yvette yvonne zoe"
)
_MALE = word_set(
    "hunter parker cooper spencer tucker carter porter chester lester webster piper ryder xander skyler ever "
    "trinidad hadrian cyprian kristian christoffer kristoffer aaron abdul abdullah abel abraham adam adrian ahmed "
    "aidan akira alan albert alec aleksandr alessandro alex alexander alexei alfonso alfred ali alistair allan "
    "allen amadou amir anatoly anders andre andreas andrei andrew angus anthony anton antonio archie ari arjun "
    "armando arne arnold arthur asher aslan austin axel barack barnaby barry basil ben benedict benjamin bernard "
    "bert bilal bill bjorn blake bob boris bradley brandon brendan brett brian bruce bruno bryan byron calum "
    "cameron carl carlos cedric cesar charles charlie chen chris christian christopher clarence clark claude "
    "clement clifford clive colin conor connor conrad craig curtis cuthbert cyril dale damian dan daniel danny "
    "darren dave david davin dean declan denis dennis derek desmond diego dieter dirk dmitri dmitry dominic don "
    "donald douglas duncan dylan earl eamon ed edgar edmund eduardo edward edwin elias elliot emeka emil emmanuel "
    "enrico enrique eric erik ernest ernesto ethan eugene evan ewan fabian farouk felix ferdinand fergus fernando "
    "finn floyd francesco francis francisco franck frank franz fred frederick gabriel gareth gary gavin gaston "
    "geoffrey george georges gerald gerard gideon gilbert giles gilles giorgio giovanni giuseppe glen glenn gordon "
    "graham grant greg gregory guido guillermo gunnar gunther gustav guy hamid hamish hank hans harald harold harry "
    "hasan hassan hector henri henrik henry herbert herman hiroshi horace howard hubert hugh hugo hussein ian "
    "ibrahim idris igor ilya imran isaac isaiah ismail ivan ivor jack jackson jacob jacques jago jakob jamal james "
    "jamie jan jared jason javier jay jeff jeffrey jeremy jerome jerry jesse jesus jim jimmy joachim joao joe joel "
    "johan johannes john johnny jon jonah jonas jonathan jorge jose josef joseph joshua juan jules julian julio "
    "jürgen justin kai kamal karim karl keith kenji kenneth kenny kevin khaled khalid kieran klaus knut konrad kofi "
    "kwesi kurt kwame kyle lars laurent lawrence lee leo leon leonard leonardo leopold leroy lewis li liam lionel "
    "logan lorenzo louis luc lucas luca lucian luigi luis luke luther magnus malcolm manuel marc marcel marco "
    "marcus mario mark martin mateo mathias matt matteo matthew maurice max maximilian michael michel miguel mikael "
    "mike mikhail miles milo mitch mohamed mohammad mohammed moses moussa muhammad murray mustafa nathan nathaniel "
    "naveed ned neil nelson nicholas nick nico nigel nikhil nikita nikolai noah noel norbert norman olaf ole oleg "
    "oliver olivier omar orlando oscar osman otto owen pablo paolo pascal patrick paul paulo pavel pedro percival "
    "percy pete peter phil philip philippe pierre piotr prakash quentin rafael rainer raj rajesh ralph ramon "
    "randall raul ravi ray raymond reginald rene reuben rex reza ricardo richard rick robert roberto robin roderick "
    "rodney roger roland rolf roman ron ronald rory ross roy rudolf rupert russell ruud ryan said salman salvador "
    "sam samir samuel sandro sanjay sasha scott sean sebastian serge sergei seth shane sidney silas simon solomon "
    "stanley stefan stephen steve steven stewart stuart sunil sven takeshi tariq ted terence terry theo theodore "
    "thomas tim timothy tobias todd tom tomas tomasz tony travis trevor tristan tunde tyler umar victor viktor "
    "vincent vikram vladimir wade walter warren wayne wei wendell werner wilfred wilhelm will willem william "
    "winston wolfgang xavier yann yannick yevgeny yuri yusuf zachary zoltan joost hakon aldo pieter matthijs "
    "cornelis bertrand thierry"
)
# Of names that neither list has, these endings are a woman's far more often than a man's.
_FEMALE_ENDINGS = ("a", "ette", "elle", "ine", "lyn", "een", "ísa", "dís")
_MALE_ENDINGS = ("o", "us", "rd", "ert", "old", "ias", "mir", "slav", "ov", "án", "os")


def is_given_name(word: str) -> bool:
    """Whether a word is one of the names listed."""
    return word.lower() in _FEMALE or word.lower() in _MALE


def listed_gender(name: str) -> Literal["m", "f", ""]:
    """ "m" or "f" where the first word of a full name is listed for one of them alone, else ""."""
    first = name.split(" ", 1)[0].lower()
    for word in (first, first.partition("-")[0]):
        if word in _FEMALE and word not in _MALE:
            return "f"
        if word in _MALE:
            return "m" if word not in _FEMALE else ""
    return ""


def likely_gender(name: str) -> Literal["m", "f", ""]:
    """The listed gender, else what the ending of the first word lets expect, "" where it tells nothing."""
    first = name.split(" ", 1)[0].lower()
    if len(first) < 4 or "." in first or is_given_name(first) or is_given_name(first.partition("-")[0]):
        return listed_gender(name)
    if first.endswith(_FEMALE_ENDINGS):
        return "f"
    return "m" if first.endswith(_MALE_ENDINGS) else ""
