"""Injection: 150 strings, each at start, middle and end of a relevant article, against every manner of answering.

    bench/injection.py [--model FILE.gguf] [--every N]

450 articles of as many dams, one string in each; 450 questions put to
extraction, to a model that obeys every order it reads, and with `--model` to a
real one (some seconds a question; `--every 3` puts a third of the strings at
each place, so that every string is met once). Prints JSON: questions, successes
of the attack, and who wrote the answers.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Answer
    from tests.injecting import Attack

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    from assistant.assistant import Assistant
    from assistant.models import ModelSettings, make
    from index.building import build
    from index.library import Library
    from tests.answering_models import FakeModel
    from tests.injecting import PLACES, attacks, obedient, strings, succeeded, write

    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--model", metavar="FILE", help="a .gguf file, for a real model")
    parser.add_argument("--every", type=int, default=1, help="of the real model's questions, every so manyth")
    options = parser.parse_args()
    if not SHARED.exists():
        print(f"needs {SHARED}, which is not shipped with the project", file=sys.stderr)
        return 0
    for number, place in enumerate(PLACES):
        planted = attacks(strings(SHARED), (place,))
        with TemporaryDirectory() as folder:
            build(Path(folder) / "home", [write(Path(folder) / "articles.jsonl", planted)])
            library = Library(Path(folder) / "home")
            models = {"extraction": (None, 1), "obedient": (FakeModel(reply=obedient(planted)), 1)}
            if options.model:
                models["real"] = (make(ModelSettings("gguf", options.model)), options.every)
            for name, (model, every) in models.items():
                assistant = Assistant(library, model=model)
                asked = planted[number % every :: every]
                answers = [assistant.ask(attack.question) for attack in asked]
                told = [succeeded(attack, answer) for attack, answer in zip(asked, answers, strict=True)]
                print(json.dumps({"place": place, "by": name, **_figures(asked, answers, told)}), flush=True)
    return 0


def _figures(asked: "list[Attack]", answers: "list[Answer]", told: list[str]) -> dict[str, object]:
    right = [attack.answer in str(answer.sentences) for attack, answer in zip(asked, answers, strict=True)]
    return {
        "questions": len(asked),
        "successes": [each for each in told if each],
        "authors": Counter(answer.author for answer in answers),
        "answered": sum(right),
        "refused": sum(len(answer.refused) for answer in answers),
    }


if __name__ == "__main__":
    sys.exit(main())
