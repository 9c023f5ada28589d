"""Run measurements by name, or all of them: `make bench`, or `.venv/bin/python bench/run.py NAME…`.

Each is a program of its own beside this file, prints JSON, and needs an idle
machine for its times to mean anything. Those that need the shared data say so
and are passed over where it is missing.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def programs() -> dict[str, Path]:
    return {path.stem: path for path in sorted(HERE.glob("*.py")) if path.stem != "run"}


def main(names: list[str]) -> int:
    known = programs()
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no measurement {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = []
    for name in names or known:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, str(known[name])], cwd=HERE.parent, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
