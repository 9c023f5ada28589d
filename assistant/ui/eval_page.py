"""The page for evaluation in Gradio: the runs of this home, their reports, and two of them compared.

A page of `assistant.ui.page`, there where app.py hands in a shelf of runs.
"""

from typing import Any

from assistant.ui.room import OWN, Room
from assistant.ui.runs import page


def lay_out(blocks: Any, room: Room) -> None:
    """The page's one component, drawn anew whenever it is opened."""
    import gradio

    shelf = room.runs
    assert shelf is not None
    with gradio.Row(elem_id="desk", elem_classes="single"):
        table = gradio.HTML("", elem_id="runs", js_on_load=None, apply_default_css=False)
    blocks.load(lambda: page(shelf.runs()), None, [table], queue=False, **OWN)
