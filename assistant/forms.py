"""Which form of answer a question asks for, and who composes it.

Used by `assistant.assistant`. A form that is not asked for costs nothing: its
composer is not called.
"""

import re

from assistant import timeline
from assistant.answer import Form
from assistant.draft import Composer
from assistant.question import Understood

COMPOSERS: dict[Form, Composer] = {"timeline": timeline.compose}
_CUES: dict[Form, re.Pattern[str]] = {"timeline": timeline.ASKED}


def form_asked(question: Understood) -> Form:
    """The form that the words ask for; "answer" where they ask for none."""
    return next((form for form, cue in _CUES.items() if cue.search(question.standalone)), "answer")
