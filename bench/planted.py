"""Planted errors and sound paraphrases: what the verifier catches and what it loses, over the sample corpus.

    bench/planted.py [--seed N] [--cases N] [--show]

Takes sentences of the sample's articles, plants a wrong number, name, date,
"not" or speaker in 500 of them by rule, and puts 500 soundly in other words by
rule. Prints JSON; `--show` adds each miss and each loss. Judged as a model's
sentence is, support by MiniLM included: "lost" is refused, "marked" has a
doubt.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    sys.path.insert(0, str(ROOT))
    from assistant.verification import verify
    from eval.intervals import wilson
    from index.building import build
    from index.library import Library
    from tests.planting import samples, sound, wrong

    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cases", type=int, default=500, help="of either sort")
    parser.add_argument("--show", action="store_true", help="every miss and every loss")
    options = parser.parse_args()
    with TemporaryDirectory() as home:
        build(Path(home), [ROOT / "corpus" / "sample"])
        generation = Library(Path(home)).open()

        def likeness(sentence: str, others: list[str]) -> float:
            vectors = generation.encode([sentence, *others])
            return float((vectors[1:] @ vectors[0]).max())

        found = samples(generation)
        for name, cases in (
            ("errors", wrong(found, options.seed, options.cases)),
            ("sound", sound(found, options.seed, options.cases)),
        ):
            verdicts = [verify(case.text, [case.source], likeness) for case in cases]
            refused = [bool(verdict.failed) for verdict in verdicts]
            kinds = Counter(case.kind for case in cases)
            by_kind = Counter(case.kind for case, flag in zip(cases, refused, strict=True) if flag)
            low, high = wilson(sum(refused), len(cases))
            print(
                json.dumps(
                    {
                        "cases": name,
                        "n": len(cases),
                        "refused": round(sum(refused) / len(cases), 4),
                        "interval": [round(low, 4), round(high, 4)],
                        "marked": round(sum(bool(verdict.doubt) for verdict in verdicts) / len(cases), 4),
                        "by_kind": {kind: f"{by_kind[kind]}/{kinds[kind]}" for kind in kinds},
                    }
                )
            )
            for case, verdict in zip(cases, verdicts, strict=True) if options.show else ():
                if bool(verdict.failed) != (name == "errors"):
                    print(
                        json.dumps(
                            {
                                "kind": case.kind,
                                "text": case.text,
                                "reason": verdict.failed,
                                "was": case.original,
                            }
                        )
                    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
