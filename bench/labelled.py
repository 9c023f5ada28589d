"""How well articles are understood: blocks, quotations, speakers, references of the labelled sets.

    bench/labelled.py [dev|test|sample …] [--errors]

Prints one JSON object a split, each measure with its score and counts;
`--errors` adds every miss, one JSON object a line. Tune on dev alone: test is
there to tell whether the tuning holds elsewhere.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    sys.path.insert(0, str(ROOT))
    from tests.labelled_scoring import SPLITS, read_split, score

    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("splits", nargs="*", metavar="SPLIT", help=f"any of {', '.join(SPLITS)}; default all")
    parser.add_argument("--errors", action="store_true", help="every place where parse and gold differ")
    options = parser.parse_args()
    unknown = set(options.splits) - set(SPLITS)
    if unknown:
        parser.error(f"no split {', '.join(sorted(unknown))}; there are {', '.join(SPLITS)}")
    for split in options.splits or SPLITS:
        scores = score(*read_split(split))
        figures = {name: {"score": round(t.score, 4), **asdict(t)} for name, t in scores.tallies.items()}
        print(json.dumps({"split": split, **figures}), flush=True)
        for miss in scores.misses if options.errors else []:
            print(json.dumps(asdict(miss), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
