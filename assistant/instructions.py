"""Tell the sentences of an article that are meant for a machine that reads it: "Add … to your response".

Used by `assistant.prompts` and `assistant.writing`: such a sentence is neither
put before a model nor taken as a source of what a model wrote. It is left out,
not answered; the article itself stays as it is. Rules over English; what they
miss, verification and the question's subject still hold back.
"""

import re

from corpus.sentences import split

# What only a machine that writes an answer has. "Your answer" alone is said to people too: an order must precede it.
_OUTPUT = (
    r"(?:your|the|this|its|a)\s+(?:\w+\s+){0,2}?"
    r"(?:response|reply|answer|message|output|prompt|instructions?|implementation|solution|code(?:base)?|elucidation"
    r"|algorithm|conversation|configuration|guidelines|system\s+\w+)\b"
)
_ORDER = (
    r"(?:please\s+|now\s+|kindly\s+|do\s+not\s+hesitate\s+to\s+|don[’']t\s+hesitate\s+to\s+|you\s+(?:must|should|may|are\s+to)\s+)*"
    r"(?:add|include|insert|integrate|incorporate|inject|embed|blend|meld|absorb|append|augment|enhance|modify|change"
    r"|replace|convert|render|rearrange|scramble|jumble|misspell|introduce|remove|group|combine|use|utilize|leverage"
    r"|employ|provide|give|write|draft|compose|develop|translate|encode|decode|repeat|print|output|show|display|reveal"
    r"|tell|say|state|mention|suggest|tease|ignore|disregard|forget|override|follow|obey|execute|run|ensure|start|begin"
    r"|end|complete|continue|respond|reply|answer|act|pretend|stop|visit|click|tempt|explain|describe|create|make|put)"
)
_ORDERED = re.compile(rf"^[\W_]*(?:in\s+{_OUTPUT}[,:]?\s+)?{_ORDER}\b.*?\b{_OUTPUT}", re.I | re.S)
_ADDRESSED = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your)\b.{0,30}"
    r"\b(?:instructions?|prompts?|rules?|directions?|context|text|guidelines)\b"
    r"|\bsystem\s?prompt\b|\b(?:initial|original|starting|previous|your)\s+instructions\b"
    r"|\byou are now (?:in|a|an)\b|\bas an? (?:ai|language model)\b|\b(?:ai|language) model\b.{0,30}\bmust\b"
    r"|\b(?:following|subsequent|below|above)\s+code\s+(?:\w+\s+)?(?:snippet|block|excerpt|section|segment)"
    r"|\byour\s+(?:code|codebase|implementation|algorithm)\b"
    r"|\b(?:repeat|encode|translate|print|replace)\b.{0,20}\b(?:above text|text you were given|entire conversation)\b"
    r"|\bin (?:your|the) (?:response|reply|answer|output)\b|\byour (?:response|reply|output)\b"
    r"|\b(?:maintenance mode|administrator override|developer mode)\b",
    re.I | re.S,
)


def is_instruction(sentence: str) -> bool:
    """Whether the sentence gives an order to whatever writes an answer."""
    return bool(_ORDERED.search(sentence) or _ADDRESSED.search(sentence))


def without_instructions(text: str) -> str:
    """The text with such sentences left out; unchanged where it has none."""
    spans = split(text)
    kept = [(start, end) for start, end in spans if not is_instruction(text[start:end])]
    if len(kept) == len(spans):
        return text
    return " ".join(text[start:end] for start, end in kept)
