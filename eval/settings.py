"""The settings of a run and its statistics: one frozen dataclass, each default with its reason.

Read by `eval.command` and handed down. Never read from the environment here.
"""

from dataclasses import dataclass

# As deep as the nearest-articles list that a reader would scan, and the cut of nDCG@10.
SEARCH_DEPTH = 10
# At this number the ends of an interval differ by 0.002 (one s.d.) between seeds (docs/log.md).
RESAMPLES = 2000
# Any fixed number: the same log must give the same report.
SEED = 0
LEVEL = 0.95
# Both cores of a small machine: the encoder lets Python go while it computes (docs/log-eval.md).
JOBS = 2
# Below this many stories a percentile interval is too narrow to trust: of 95 % it covers 90 at ten stories,
# 82 at five (simulated: docs/log.md). The report then says "too few to tell".
FEW_STORIES = 10


@dataclass(frozen=True, slots=True)
class EvalSettings:
    """
    Attributes:
        depth: passages asked of the search, for the ranking metrics.
        jobs: questions asked at once. With more than one the times of answers include waiting for each other.
        resamples: bootstrap samples and random sign flips.
        level: coverage of every interval, 0..1.
        few_stories: slices with fewer stories get the note "too few to tell".
    """

    depth: int = SEARCH_DEPTH
    jobs: int = JOBS
    resamples: int = RESAMPLES
    seed: int = SEED
    level: float = LEVEL
    few_stories: int = FEW_STORIES


DEFAULTS = EvalSettings()
