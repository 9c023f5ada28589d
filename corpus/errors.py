"""The errors that are fit to show the user.

    BackfileError                 one line: what came, what was expected, what to do
    ├── CorpusError               the articles
    │   ├── PathUnusable          a path that cannot be walked
    │   ├── ArticleUnreadable     a file or record that is set aside with its reason
    │   └── ArticleUnknown        an id that no article has
    ├── index.errors.*            the index
    ├── assistant.errors.*        questions and models
    └── eval.errors.*             question sets and runs

Entry points print the message of a `BackfileError` and exit with 1; every
other exception is a bug and keeps its traceback.
"""


class BackfileError(Exception):
    """The root: its message is one line for the user."""


class CorpusError(BackfileError):
    """Something about the articles or their files."""


class PathUnusable(CorpusError):
    """A path given by the user does not exist or may not be read."""


class ArticleUnreadable(CorpusError):
    """A file or record holds no article that can be read; the rest goes on."""


class ArticleUnknown(CorpusError):
    """No article of the generation has this id."""
