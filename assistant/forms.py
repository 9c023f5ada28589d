"""Which form of answer a question asks for, and who composes it.

Used by `assistant.assistant`. A form that is not asked for costs nothing: its
composer is not called.
"""

import re

from assistant.answer import Form
from assistant.comparison import ASKED as COMPARISON_ASKED
from assistant.comparison import compose as compose_comparison
from assistant.draft import Composer
from assistant.forecasts import ASKED as FORECAST_ASKED
from assistant.forecasts import compose as compose_forecast
from assistant.question import Understood
from assistant.timeline import ASKED as TIMELINE_ASKED
from assistant.timeline import compose as compose_timeline

COMPOSERS: dict[Form, Composer] = {
    "timeline": compose_timeline,
    "forecast": compose_forecast,
    "comparison": compose_comparison,
}
# The first whose words stand in the question is tried; where its composer finds too little, the answer is plain.
_ASKED: dict[Form, re.Pattern[str]] = {
    "timeline": TIMELINE_ASKED,
    "forecast": FORECAST_ASKED,
    "comparison": COMPARISON_ASKED,
}


def form_asked(question: Understood) -> Form:
    """The form that the words ask for; "answer" where they ask for none."""
    return next((form for form, asked in _ASKED.items() if asked.search(question.standalone)), "answer")
