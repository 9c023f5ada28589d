"""The command line: parse, build, call, print. Its words and its JSON are a contract with callers.

    python app.py                    the chat
    python app.py ask "QUESTION"     one cited answer, or an honest no
    python app.py --help             everything else

Exit status: 0 done; 1 a stated error, one line on stderr; 2 wrong usage;
3 the corpus does not say. Results go to stdout, talk and progress to stderr.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.ui.arguments import filters_of, parser
from corpus.errors import BackfileError
from index.passage import Filters

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from eval.tuned import Tuned
    from index.library import Library
    from index.settings import IndexSettings

ROOT = Path(__file__).resolve().parent
SAMPLE = ROOT / "corpus" / "sample"
DEFAULT_HOME = ROOT / ".backfile"

# A chat that answers while the index is brought up to date comes first.
INDEXING_NICENESS = 10

DONE, STATED_ERROR, WRONG_USAGE, CORPUS_DOES_NOT_SAY = 0, 1, 2, 3


# --- building --------------------------------------------------------------


def home_of(args: argparse.Namespace) -> Path:
    return Path(args.home or os.environ.get("BACKFILE_HOME") or DEFAULT_HOME).expanduser().resolve()


def index_settings() -> "IndexSettings":
    from index.settings import IndexSettings

    return IndexSettings.from_environment(os.environ)


def tuned_of(args: argparse.Namespace) -> "Tuned":
    """What `eval tune` learned in this home; nothing where it was not run there."""
    from eval.tuned import Tuned, read_tuned

    return read_tuned(home_of(args)) or Tuned()


def library_of(args: argparse.Namespace, tuned: "Tuned | None" = None) -> "Library":
    from index.library import Library

    settings = index_settings()
    search = (tuned or tuned_of(args)).search(settings.search)
    return Library(home_of(args), replace(settings, search=search))


def assistant_of(args: argparse.Namespace, library: "Library", tuned: "Tuned | None" = None) -> "Assistant":
    from assistant.assistant import Assistant
    from assistant.models import from_environment, make
    from assistant.settings import AssistantSettings

    model = from_environment(os.environ)
    settings = AssistantSettings(calibration=(tuned or tuned_of(args)).calibration)
    return Assistant(library, settings, model=make(model) if model else None)


# --- the commands ----------------------------------------------------------


def chat(args: argparse.Namespace) -> int:
    from assistant.ui.serving import serve
    from assistant.ui.settings import from_environment, overridden
    from eval.shelf import RunShelf

    library = library_of(args)
    settings = overridden(
        from_environment(os.environ),
        host=args.host,
        port=args.port,
        accounts=args.accounts,
        questions_per_minute=args.rate,
        allow_hosts=args.allow_host,
        root_path=args.root_path,
        api=args.api,
        tools=args.mcp,
        completions=args.openai,
        editing=args.editing,
    )
    home = home_of(args)
    serve(
        home=home,
        library=library,
        assistant=assistant_of(args, library),
        settings=settings,
        index_command=[sys.executable, str(ROOT / "app.py"), "--home", str(home), "index"],
        runs=RunShelf(home, library.open),
    )
    return DONE


def index(args: argparse.Namespace) -> int:
    from assistant.ui.terminal import BuildProgress, report_as_text
    from index.building import build

    # A process of its own may step back; one that called `main` may not be made to.
    if __name__ == "__main__" and hasattr(os, "nice"):
        os.nice(INDEXING_NICENESS)
    with BuildProgress() as progress:
        report = build(
            home_of(args),
            args.paths or None,
            fallback=[SAMPLE],
            settings=index_settings(),
            rebuild=args.rebuild,
            add=args.add,
            dry_run=args.dry_run,
            progress=progress.show,
        )
    print(report_as_text(report))
    return DONE


def ask(args: argparse.Namespace) -> int:
    from assistant.contract import answer_as_json
    from assistant.ui.printed_answer import answer_as_text

    assistant = assistant_of(args, library_of(args))
    if args.batch:
        return batch(args, lambda question, filters: answer_as_json(assistant.ask(question, filters)))
    answer = assistant.ask(args.question, filters_of(args))
    print(dump(answer_as_json(answer)) if args.json else answer_as_text(answer))
    return CORPUS_DOES_NOT_SAY if answer.outcome == "abstained" else DONE


def search(args: argparse.Namespace) -> int:
    from assistant.contract import search_as_json
    from assistant.ui.terminal import found_as_text

    assistant = assistant_of(args, library_of(args))
    if args.batch:
        return batch(args, lambda query, filters: search_as_json(assistant.search(query, filters, args.k)))
    found = assistant.search(args.question, filters_of(args), args.k)
    print(dump(search_as_json(found)) if args.json else found_as_text(found))
    return DONE


def evaluate(args: argparse.Namespace) -> int:
    from eval.entry import Entry, evaluate

    entry = Entry(
        home=home_of(args),
        environment=os.environ,
        library=lambda tuned=None: library_of(args, tuned),
        assistant=lambda library, tuned=None: assistant_of(args, library, tuned),
    )
    return DONE if evaluate(args, entry) else STATED_ERROR


def show(args: argparse.Namespace) -> int:
    from assistant.contract import article_as_json, versions_as_json
    from assistant.ui.terminal import article_as_text
    from corpus.versions import versions_of

    generation = library_of(args).open()
    article = generation.article(args.article_id)
    referring = generation.articles.referring_to(article.id)
    versions = versions_of(article, generation.articles)
    if args.json:
        more = {"referred_to_by": list(referring), "versions": versions_as_json(versions)}
        print(dump(article_as_json(article) | more))
    else:
        print(article_as_text(article, referring, versions))
    return DONE


def status(args: argparse.Namespace) -> int:
    from assistant.ui.terminal import status_as_text

    tuned = tuned_of(args)
    state = library_of(args, tuned).status(check=args.check)
    summary = tuned.summary if tuned.provenance else ""
    if args.json:
        print(dump(state.as_json() | {"tuned": summary}))
    else:
        print(status_as_text(state) + (f"\ntuned       {summary}" if summary else ""))
    return DONE if state.healthy else STATED_ERROR


def rollback(args: argparse.Namespace) -> int:
    print(f"serving {library_of(args).rollback()} again")
    return DONE


def password(args: argparse.Namespace) -> int:
    import getpass

    from assistant.ui.accounts import line

    typed = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    print(line(args.name, typed))
    return DONE


COMMANDS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: chat,
    "index": index,
    "ask": ask,
    "search": search,
    "eval": evaluate,
    "show": show,
    "status": status,
    "rollback": rollback,
    "password": password,
}


def batch(args: argparse.Namespace, answer: Callable[[str, Filters], dict[str, Any]]) -> int:
    """Print one object a line; a line that fails shows its error in its place."""
    from assistant.batch import run

    failed = False
    for row in run(args.batch, filters_of(args), answer):
        failed |= "error" in row
        print(dump(row), flush=True)
    return STATED_ERROR if failed else DONE


def dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def main(argv: list[str] | None = None) -> int:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s: %(message)s")
    whole = parser()
    args = whole.parse_args(argv)
    if args.command in {"ask", "search"} and (args.question is None) == (args.batch is None):
        whole.error(f"{args.command} takes a question or --batch FILE")
    try:
        return COMMANDS[args.command](args)
    except BackfileError as error:
        print(f"backfile: {error}", file=sys.stderr)
        return STATED_ERROR
    except BrokenPipeError:
        # The reader of our output (such as `head`) has gone; what it wanted, it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
