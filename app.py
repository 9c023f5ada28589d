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
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import BackfileError
from index.passage import Filters

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.library import Library
    from index.settings import IndexSettings

ROOT = Path(__file__).resolve().parent
SAMPLE = ROOT / "corpus" / "sample"
DEFAULT_HOME = ROOT / ".backfile"
DEFAULT_PORT = 7860
# Enough for ten distinct articles where several passages of one are found.
DEFAULT_HITS = 20

DONE, STATED_ERROR, WRONG_USAGE, CORPUS_DOES_NOT_SAY = 0, 1, 2, 3


# --- parsing ---------------------------------------------------------------


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2023-08-15") from None


def positive(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= 1000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="app.py", description="Questions to a corpus of articles, cited answers."
    )
    whole.add_argument(
        "--home", type=Path, help="where index and state live (default: BACKFILE_HOME, else .backfile)"
    )
    whole.add_argument("--host", default="127.0.0.1", help="address of the chat (default: this machine only)")
    whole.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help=f"port of the chat (default: {DEFAULT_PORT})"
    )
    home = argparse.ArgumentParser(add_help=False)
    # SUPPRESS: without it a subcommand's default would undo a --home given before it.
    home.add_argument("--home", type=Path, default=argparse.SUPPRESS, help="where index and state live")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[home, *parents])

    index = command("index", "bring the index up to date with the articles")
    index.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="default: those of last time, else the sample"
    )
    index.add_argument("--rebuild", action="store_true", help="build anew even where nothing changed")
    for name, what in (("ask", "QUESTION"), ("search", "QUERY")):
        asking = command(name, f"{name} one {what.lower()}, or a batch of them", filters_parser())
        asking.add_argument("question", nargs="?", metavar=what)
        asking.add_argument(
            "--batch",
            type=Path,
            metavar="FILE",
            help="JSONL of {id, question, as_of?, since?, until?, source?}",
        )
        asking.add_argument("--json", action="store_true", help="one JSON object on stdout")
        if name == "search":
            asking.add_argument(
                "-k", type=positive, default=DEFAULT_HITS, help=f"hits (default: {DEFAULT_HITS})"
            )
    evaluation = command("eval", "run question sets and write a report")
    evaluation.add_argument(
        "sets", nargs="+", metavar="SET", help="a JSONL file, or the name of one in eval/sets"
    )
    evaluation.add_argument("--out", type=Path, help="folder of the run (default: HOME/runs/<time>)")
    evaluation.add_argument("--compare", type=Path, metavar="RUN", help="an earlier run's folder")
    evaluation.add_argument("--gate", action="store_true", help="exit 1 where a threshold is missed")
    show = command("show", "an article with its blocks, quotations and references")
    show.add_argument("article_id", metavar="ARTICLE_ID")
    show.add_argument("--json", action="store_true")
    status = command("status", "generation, counts, model, disk, health")
    status.add_argument("--json", action="store_true")
    status.add_argument("--check", action="store_true", help="verify the live generation")
    command("rollback", "return to the generation before the live one")
    return whole


def filters_parser() -> argparse.ArgumentParser:
    filters = argparse.ArgumentParser(add_help=False)
    filters.add_argument(
        "--as-of", type=day, metavar="D", help="answer as of that day: later articles are hidden"
    )
    filters.add_argument("--since", type=day, metavar="D")
    filters.add_argument("--until", type=day, metavar="D")
    filters.add_argument(
        "--source", action="append", default=[], metavar="S", help="a publication; may be repeated"
    )
    return filters


def filters_of(args: argparse.Namespace) -> Filters:
    return Filters(args.as_of, args.since, args.until, publications=tuple(args.source))


# --- building --------------------------------------------------------------


def home_of(args: argparse.Namespace) -> Path:
    return Path(args.home or os.environ.get("BACKFILE_HOME") or DEFAULT_HOME).expanduser().resolve()


def index_settings() -> "IndexSettings":
    from index.settings import IndexSettings

    return IndexSettings.from_environment(os.environ)


def library_of(args: argparse.Namespace) -> "Library":
    from index.library import Library

    return Library(home_of(args), index_settings())


def assistant_of(library: "Library") -> "Assistant":
    from assistant.assistant import Assistant
    from assistant.models import from_environment, make

    model = from_environment(os.environ)
    return Assistant(library, model=make(model) if model else None)


# --- the commands ----------------------------------------------------------


def chat(args: argparse.Namespace) -> int:
    from assistant.ui.serving import serve

    library = library_of(args)
    serve(
        home=home_of(args), library=library, assistant=assistant_of(library), host=args.host, port=args.port
    )
    return DONE


def index(args: argparse.Namespace) -> int:
    from assistant.ui.terminal import BuildProgress, report_as_text
    from index.building import build

    with BuildProgress() as progress:
        report = build(
            home_of(args),
            args.paths or None,
            fallback=[SAMPLE],
            settings=index_settings(),
            rebuild=args.rebuild,
            progress=progress.show,
        )
    print(report_as_text(report))
    return DONE


def ask(args: argparse.Namespace) -> int:
    from assistant.contract import answer_as_json
    from assistant.ui.terminal import answer_as_text

    assistant = assistant_of(library_of(args))
    if args.batch:
        return batch(args, lambda question, filters: answer_as_json(assistant.ask(question, filters)))
    answer = assistant.ask(args.question, filters_of(args))
    print(dump(answer_as_json(answer)) if args.json else answer_as_text(answer))
    return CORPUS_DOES_NOT_SAY if answer.outcome == "abstained" else DONE


def search(args: argparse.Namespace) -> int:
    from assistant.contract import search_as_json
    from assistant.ui.terminal import found_as_text

    assistant = assistant_of(library_of(args))
    if args.batch:
        return batch(args, lambda query, filters: search_as_json(assistant.search(query, filters, args.k)))
    found = assistant.search(args.question, filters_of(args), args.k)
    print(dump(search_as_json(found)) if args.json else found_as_text(found))
    return DONE


def evaluate(args: argparse.Namespace) -> int:
    from eval.command import run

    library = library_of(args)
    out = args.out or home_of(args) / "runs" / time.strftime("%Y%m%d-%H%M%S")
    passed = run(
        args.sets,
        library=library,
        assistant=assistant_of(library),
        out=out,
        compare=args.compare,
        gate=args.gate,
    )
    return DONE if passed else STATED_ERROR


def show(args: argparse.Namespace) -> int:
    from assistant.contract import article_as_json
    from assistant.ui.terminal import article_as_text

    generation = library_of(args).open()
    article = generation.article(args.article_id)
    referring = generation.articles.referring_to(article.id)
    if args.json:
        print(dump(article_as_json(article) | {"referred_to_by": list(referring)}))
    else:
        print(article_as_text(article, referring))
    return DONE


def status(args: argparse.Namespace) -> int:
    from assistant.ui.terminal import status_as_text

    state = library_of(args).status(check=args.check)
    print(dump(state.as_json()) if args.json else status_as_text(state))
    return DONE if state.healthy else STATED_ERROR


def rollback(args: argparse.Namespace) -> int:
    print(f"serving {library_of(args).rollback()} again")
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
