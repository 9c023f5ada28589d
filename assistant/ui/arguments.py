"""The command line's words: commands, options and their checks. What they mean, app.py does.

Its commands and options are a contract with callers (README). Reads no
environment and builds nothing.
"""

import argparse
from datetime import date
from pathlib import Path

from index.passage import PASSAGE_KINDS, Filters

DEFAULT_PORT = 7860
# Enough for ten distinct articles where several passages of one are found.
DEFAULT_HITS = 20
# Both cores of a small machine (eval/settings.py has the measurement).
DEFAULT_JOBS = 2
# `eval tune`: one wrong answer in five, of those not marked as uncertain.
DEFAULT_RISK = 0.2


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2023-08-15") from None


def positive(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= 1000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")


def share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value < 1:
        return value
    raise argparse.ArgumentTypeError(f"{text!r} is not a share between 0 and 1")


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="app.py", description="Questions to a corpus of articles, cited answers."
    )
    whole.add_argument(
        "--home", type=Path, help="where index and state live (default: BACKFILE_HOME, else .backfile)"
    )
    serving_options(whole)
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
    index.add_argument("--add", action="store_true", help="index PATH besides the paths of last time")
    index.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    for name, what in (("ask", "QUESTION"), ("search", "QUERY")):
        asking = command(name, f"{name} one {what.lower()}, or a batch of them", filters_parser())
        asking.add_argument("question", nargs="?", metavar=what)
        asking.add_argument(
            "--batch",
            type=Path,
            metavar="FILE",
            help="JSONL of {id, question, as_of?, since?, until?, source?, section?, kind?}",
        )
        asking.add_argument("--json", action="store_true", help="one JSON object on stdout")
        if name == "search":
            asking.add_argument(
                "-k", type=positive, default=DEFAULT_HITS, help=f"hits (default: {DEFAULT_HITS})"
            )
    evaluation = command("eval", "run question sets and write a report; make, import and lint sets")
    evaluation.add_argument(
        "sets",
        nargs="+",
        metavar="SET",
        help="a question file, or the name of one in eval/sets; or one of these and what it takes:"
        " new ARTICLE_ID…, candidates, import KIND FILE…, lint SET…, tune SET",
    )
    evaluation.add_argument("--out", type=Path, help="folder of the run (default: HOME/runs/<time>)")
    evaluation.add_argument("--compare", type=Path, metavar="RUN", help="an earlier run's folder")
    evaluation.add_argument("--gate", action="store_true", help="exit 1 where a threshold is missed")
    evaluation.add_argument(
        "--rescore", action="store_true", help="ask nothing: score the logs in --out again"
    )
    evaluation.add_argument(
        "--jobs",
        type=positive,
        default=DEFAULT_JOBS,
        help=f"questions asked at once (default: {DEFAULT_JOBS})",
    )
    evaluation.add_argument(
        "--entailment", metavar="MODEL", help="a classifier (hub id or folder) that decides ALCE's metrics"
    )
    evaluation.add_argument(
        "--judge", metavar="MODEL", help="a model whose opinion is shown apart, named as in BACKFILE_LLM"
    )
    evaluation.add_argument(
        "--risk",
        type=share,
        default=DEFAULT_RISK,
        help=f"share of wrong answers that tune allows unmarked (default: {DEFAULT_RISK})",
    )
    evaluation.add_argument(
        "--to", type=Path, metavar="PATH", help="file or folder that new, candidates and import write"
    )
    show = command("show", "an article with its blocks, quotations and references")
    show.add_argument("article_id", metavar="ARTICLE_ID")
    show.add_argument("--json", action="store_true")
    status = command("status", "generation, counts, model, disk, health")
    status.add_argument("--json", action="store_true")
    status.add_argument("--check", action="store_true", help="verify the live generation")
    command("rollback", "return to the generation before the live one")
    password = command(
        "password", "a line for the file of accounts, on stdout; the password comes from stdin"
    )
    password.add_argument("name", metavar="NAME")
    return whole


def serving_options(whole: argparse.ArgumentParser) -> None:
    """How the chat is served; docs/serving.md has them all with their environment variables, which these win over."""
    served = whole.add_argument_group("serving the chat (docs/serving.md)")
    served.add_argument("--host", default=None, help="address of the chat (default: this machine only)")
    served.add_argument("--port", type=int, default=None, help=f"port of the chat (default: {DEFAULT_PORT})")
    served.add_argument(
        "--accounts", type=Path, metavar="FILE", help="who may log in; see the command password"
    )
    served.add_argument(
        "--rate", type=int, metavar="N", help="questions a minute of one client, 0 for no limit"
    )
    served.add_argument(
        "--allow-host",
        action="append",
        metavar="NAME",
        help="a name that it may be called by; may be repeated",
    )
    served.add_argument("--root-path", metavar="PATH", help="where a proxy shows the chat, such as /backfile")
    for name, what in (
        ("api", "the named HTTP interface"),
        ("mcp", "an MCP server"),
        ("openai", "OpenAI's form"),
        ("editing", "adding articles and rebuilding on the corpus page"),
    ):
        served.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, default=None, help=what)


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
    filters.add_argument(
        "--section", action="append", default=[], metavar="S", help="a section; may be repeated"
    )
    filters.add_argument(
        "--kind", action="append", default=[], choices=PASSAGE_KINDS, help="of passages; may be repeated"
    )
    return filters


def filters_of(args: argparse.Namespace) -> Filters:
    return Filters(
        args.as_of,
        args.since,
        args.until,
        publications=tuple(args.source),
        sections=tuple(args.section),
        kinds=tuple(args.kind),
    )
