"""Sets of words, written as running text. Used by the modules that know English words; does nothing else."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, apart by white space."""
    return frozenset(text.split())
