"""The corpus page's controls as HTML: adding files, bringing the index up to date, going back, and progress.

Pure functions; every word goes through `escaping.text`. Only shown where the
server may change its corpus.
"""

import re

from assistant.ui.escaping import text
from assistant.ui.rebuilding import Build
from corpus.reading import READERS

# How a build begins its report (assistant.ui.terminal).
GENERATION = re.compile(r"\Ageneration \S+: ")
# What the chooser of a browser offers.
KINDS = ",".join([*sorted(READERS), ".gz"])


def upkeep(build: Build, *, indexed: bool, can_go_back: bool) -> str:
    """The controls, those that make no sense now switched off."""
    update = _button("update_index", "Bring up to date", off=build.running or not indexed)
    anew = _button("rebuild_index", "Rebuild all", off=build.running or not indexed)
    back = _button("roll_back", "Go back to the index before", off=build.running or not can_go_back)
    return (
        '<section class="upkeep" aria-label="Change the corpus"><h2>Add articles</h2>'
        f'<label class="drop{" busy" if build.running else ""}"><input type="file" multiple accept="{KINDS}"'
        f"{' disabled' if build.running else ''}><span><strong>Drop article files here</strong>, or choose them"
        "</span></label>"
        f'<p class="sent" role="status"></p>{progress(build)}<div class="ways-on">{update}{anew}{back}</div></section>'
    )


def progress(build: Build) -> str:
    """The build under way, or what the newest one did; nothing where there was none."""
    if build.running:
        per_cent = round(100 * build.share)
        return (
            f'<div class="building" role="status"><p>Indexing: {text(build.words)}</p>'
            f'<progress max="100" value="{per_cent}" aria-label="Progress of the build">{per_cent} %</progress></div>'
        )
    if not build.words:
        return ""
    kind = "failed" if build.failed else "done"
    return f'<div class="notice {kind}" role="status"><p class="report">{text(_told(build))}</p></div>'


def _told(build: Build) -> str:
    """What a build did, in a reader's words: neither how it calls its generation nor where its time went."""
    if build.failed:
        return f"The index stays as it was: {build.words}"
    lines = [line for line in build.words.splitlines() if not line.startswith("seconds: ")]
    return GENERATION.sub("Searchable now: ", "\n".join(lines))


def _button(event: str, name: str, *, off: bool) -> str:
    return f'<button type="button" class="control" data-event="{event}"{" disabled" if off else ""}>{name}</button>'
