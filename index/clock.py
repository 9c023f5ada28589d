"""Wall seconds of a build by stage, for the summary at its end. Used by `index.building`."""

import time


class Clock:
    """Wall seconds by stage."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(self.laps.get(stage, 0.0) + now - self._last, 3)
        self._last = now

    def seconds(self, stage: str) -> dict[str, float]:
        """All stages, this one closed."""
        self.lap(stage)
        return self.laps
