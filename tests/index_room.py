"""What the tests of the index share: a small corpus on disk and homes that share one exported model."""

import json
from collections.abc import Iterable
from pathlib import Path

RECORDS: dict[str, dict[str, str]] = {
    "bridge": {
        "title": "Bridge over the Kelm opens",
        "published": "2023-03-01",
        "source": "Harbour Courier",
        "text": "The new bridge over the river Kelm opened on Wednesday.\n\n"
        "Engineer Ruta Voss said the steel came from Norland.",
    },
    "election": {
        "title": "Voters in Ostria choose a president",
        "published": "2023-05-10",
        "source": "Meridian Post",
        "text": "Ilan Dorr won the presidential election in Ostria with 54 per cent of the vote.\n\n"
        "Turnout was the highest for thirty years.",
    },
    "strike": {
        "title": "Dockers end their strike",
        "published": "2023-06-20",
        "source": "Harbour Courier",
        "text": "Dock workers in Port Sella ended a strike of nine days on Tuesday.\n\n"
        "The union accepted a pay rise of six per cent.",
    },
}


def write_records(path: Path, records: Iterable[tuple[str, dict[str, str]]]) -> Path:
    """A .jsonl file of records with their ids."""
    lines = [json.dumps({"id": id_, **record}) for id_, record in records]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def home_with(models: Path, home: Path) -> Path:
    """A home that takes its exported model from `models`, so that a test need not export it again."""
    home.mkdir(parents=True, exist_ok=True)
    models.mkdir(parents=True, exist_ok=True)
    (home / "models").symlink_to(models, target_is_directory=True)
    return home
