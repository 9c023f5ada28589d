"""What can go wrong with a question or a model, fit to show the user.

corpus.errors.BackfileError
└── AssistantError
    ├── QuestionUnusable    empty, or longer than the settings allow
    ├── ModelUnknown        no such kind of model; the message lists the known ones
    └── ModelUnavailable    its package is missing, or its endpoint does not answer
"""

from corpus.errors import BackfileError


class AssistantError(BackfileError):
    """Something about a question, or about the model that was to write its answer."""


class QuestionUnusable(AssistantError):
    """The question cannot be asked as it stands."""


class ModelUnknown(AssistantError):
    """The settings name a kind of model that no factory makes."""


class ModelUnavailable(AssistantError):
    """The model is known but cannot be used here and now."""
