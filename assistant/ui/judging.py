"""The reader's verdict on an answer as HTML: a small form, or the thanks for one given.

Used by `assistant.ui.rendering`; what is sent lands in `assistant.ui.feedback`.
"""

from assistant.ui.conversation import Asked
from assistant.ui.escaping import text
from assistant.ui.feedback import COMMENT_LENGTH

VERDICTS = {
    "good": "Good",
    "answer_wrong": "The answer is wrong",
    "evidence_wrong": "The evidence is wrong",
}


def judging(turn: Asked, number: int) -> str:
    """The form for a turn that has no verdict yet; answer and evidence are judged apart."""
    if turn.verdict:
        verdict = VERDICTS.get(turn.verdict, "")
        return f'<p class="judged" role="status">Noted: {text(verdict.lower())}. Thank you.</p>'
    choices = "".join(
        f'<label><input type="radio" name="verdict" value="{name}" required> {text(words)}</label>'
        for name, words in VERDICTS.items()
    )
    return (
        '<details class="judge"><summary class="control">Rate this answer</summary>'
        f'<form data-submit="judge" data-turn="{number}"><fieldset><legend>Your verdict</legend>{choices}'
        '</fieldset><label class="comment"><span>Comment (what would be right?)</span>'
        f'<textarea name="comment" rows="2" maxlength="{COMMENT_LENGTH}"></textarea></label>'
        '<button type="submit" class="control filled">Send</button></form></details>'
    )
