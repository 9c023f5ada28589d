"""Write the tree of the code into the README: one line a file, the first sentence of its docstring.

`make tree` calls it after files came or went; `tests/test_layout.py` fails
until it did. Under the standard library alone.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
FOLDERS = ("corpus", "index", "assistant", "eval", "tools", "bench")
OPENING, CLOSING = "<!-- tree -->\n", "<!-- /tree -->"
NAME_COLUMN = 26
REMARK_CHARACTERS = 88
LAST = {
    "tests/": "the suite; tests/data/labelled holds articles with gold structure",
    "docs/": "the log of experiments, guides, screenshots",
}
INNER = {
    "corpus": ("sample/", "the sample corpus: a fictional weekly of 2023"),
    "eval": ("sets/", "question sets"),
}


def remark(path: Path) -> str:
    """The first sentence of the module's docstring, cut at a word where it is long."""
    words = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())
    first = re.split(r"(?<=[.;])\s", words)[0].rstrip(".;")
    if len(first) <= REMARK_CHARACTERS:
        return first
    return first[: first.rfind(" ", 0, REMARK_CHARACTERS - 2)].rstrip(",") + " …"


def lines() -> Iterator[str]:
    yield "app.py".ljust(NAME_COLUMN) + remark(ROOT / "app.py")
    for folder in FOLDERS:
        yield f"{folder}/"
        found = [path for path in (ROOT / folder).rglob("*.py") if path.name != "__init__.py"]
        for path in sorted(found, key=lambda path: (len(path.parts), str(path))):
            yield f"  {path.relative_to(ROOT / folder)}".ljust(NAME_COLUMN) + remark(path)
        if folder in INNER:
            name, what = INNER[folder]
            yield f"  {name}".ljust(NAME_COLUMN) + what
    for name, what in LAST.items():
        yield name.ljust(NAME_COLUMN) + what


def main() -> None:
    text = README.read_text("utf-8")
    before, rest = text.split(OPENING, 1)
    after = rest.split(CLOSING, 1)[1]
    tree = "\n".join(lines())
    README.write_text(f"{before}{OPENING}\n```\n{tree}\n```\n\n{CLOSING}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
