"""The house's rules, held by reading the code: who may import whom, and where each heavy library lives."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("corpus", "index", "assistant", "eval")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "assistant": {"corpus", "index", "assistant"},
    "eval": {"corpus", "index", "assistant", "eval"},
    "app.py": {"corpus", "index", "assistant", "eval"},
}
# The one home of each heavy library: a file, or a folder where the name ends in "/".
HOMES = {
    "chromadb": "index/vectors.py",
    "sentence_transformers": "index/transformer.py",
    "torch": "index/graph.py",
    "onnxruntime": "index/runtimes.py",
    "openvino": ("index/runtimes.py", "index/quantised.py"),
    "tokenizers": "index/pieces.py",
    "bm25s": "index/lexical.py",
    "gradio": "assistant/ui/",
    "fastapi": "assistant/ui/",
    "mcp": "assistant/ui/tools.py",
    "datasketch": "corpus/families.py",
    "py3langid": "corpus/language.py",
    "trafilatura": "corpus/readers/html.py",
    "pypdf": "corpus/readers/pdf.py",
    "docx": "corpus/readers/docx.py",
    "feedparser": "corpus/readers/feeds.py",
    "warcio": "corpus/readers/warc.py",
    "ir_measures": "eval/metrics/retrieval.py",
}
LLAMA_INDEX_HOMES = {
    "assistant/assistant.py",
    "index/retriever.py",
    "assistant/models.py",
    "assistant/llama.py",
    "assistant/plain.py",
    "assistant/replies.py",
    "assistant/rewriting.py",
    "assistant/writing.py",
}
MOST_LINES = 300


def modules() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted([*found, ROOT / "app.py"])


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """(dotted name, whether it runs when the module is imported) of each import in the file."""
    tree = ast.parse(path.read_text("utf-8"))
    late = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _type_checking(node)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or "", id(node) not in late


def _type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def owner(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_flow_one_way(path: Path) -> None:
    ours = {name.split(".")[0] for name, _ in imports(path)} & {*FOLDERS, "app", "tools", "tests", "bench"}

    assert ours <= MAY_IMPORT[owner(path)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_each_heavy_library_has_one_home(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    for name, _ in imports(path):
        home = HOMES.get(name.split(".")[0])
        homes = (home,) if isinstance(home, str) else home
        assert homes is None or any(
            here == each or (each.endswith("/") and here.startswith(each)) for each in homes
        ), f"{name} in {here}"
        if name.startswith("llama_index"):
            assert here in LLAMA_INDEX_HOMES, f"{name} in {here}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_our_own_modules_are_imported_by_name(path: Path) -> None:
    bare = [name for name, _ in imports(path) if name in FOLDERS]

    assert not bare, "write `from index.search import …`, never `import index`"


def test_importing_everything_but_the_page_loads_no_heavy_library() -> None:
    names = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for path in modules()
        if "ui" not in path.parts
        and path.name not in {"__init__.py", "__main__.py", "retriever.py", "llama.py"}
    ]
    heavy = sorted(set(HOMES) | {"llama_index", "transformers", "sklearn", "scipy", "pandas", "nltk"})
    script = f"import sys, {', '.join(names)}; print([n for n in {heavy!r} if n in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_eval_is_imported_by_nothing_but_the_command_line() -> None:
    above = [path for path in modules() if owner(path) != "eval" and path.name != "app.py"]

    assert not [path for path in above for name, _ in imports(path) if name.split(".")[0] == "eval"]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_has_a_head_and_stays_readable(path: Path) -> None:
    text = path.read_text("utf-8")

    assert ast.get_docstring(ast.parse(text)), f"{path.name} does not say what it is for"
    assert text.count("\n") <= MOST_LINES


def test_no_module_takes_a_generic_or_a_standard_name() -> None:
    banned = {"utils", "helpers", "common", "base", "manager", *sys.stdlib_module_names}
    # A reader is named after its format; corpus/readers/ is on no import path.
    named = {path.stem for path in modules() if path.parent.name != "readers" and path.stem != "__init__"}

    assert not named & banned


def test_the_readme_shows_every_module() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [path for path in modules() if path.name != "__init__.py" and path.name not in readme]

    assert not missing, "the README's tree lacks these files"
