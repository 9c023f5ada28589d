"""The errors of question sets and runs that are fit to show the user.

corpus.errors.BackfileError
└── EvalError            question sets and runs
    ├── SetUnreadable    a question set that is missing, empty, or breaks the schema
    ├── LogUnreadable    a run's log that is missing or broken
    ├── RunMismatch      a log that belongs to another set, index, model or code
    ├── GateUnreadable   a file of thresholds that cannot be used
    ├── TunedUnreadable  a file of tuned settings that cannot be used
    ├── JudgeFailed      a judge's model that did not answer
    └── NothingToTune    a set from which nothing can be learned
"""

from corpus.errors import BackfileError


class EvalError(BackfileError):
    """Something about a question set, a run or its gate."""


class SetUnreadable(EvalError):
    """A question set is missing, empty or breaks the schema; the message names file and line."""


class LogUnreadable(EvalError):
    """A run's log is missing, or a line in its middle is no record."""


class RunMismatch(EvalError):
    """The log found belongs to another run, or two runs share no question."""


class GateUnreadable(EvalError):
    """The file of thresholds is missing, no JSON, or names an unknown metric."""


class TunedUnreadable(EvalError):
    """HOME/tuned.json is broken or names what cannot be tuned."""


class NothingToTune(EvalError):
    """The dev split lacks right answers or wrong ones, or the test split is empty."""


class JudgeFailed(EvalError):
    """The judge's model did not answer; what it said before is kept."""
