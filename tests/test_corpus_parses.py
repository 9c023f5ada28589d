"""What was parsed once is not parsed again, and makes no difference."""

import dataclasses
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.article import Corpus
from corpus.parses import Parse, packed, unpacked
from corpus.parsing import read_corpus


class Kept(dict[str, bytes]):
    """`corpus.parses.Parses` in memory."""

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:  # type: ignore[override]
        return {key: self[key] for key in keys if key in self}

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def write(path: Path, texts: Sequence[str]) -> Path:
    records = [{"id": f"a{number}", "source": "Courier", "text": text} for number, text in enumerate(texts)]
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return path


def read(path: Path, kept: Kept) -> Corpus:
    return read_corpus([path], parses=kept)


def test_sample_corpus_read_again_is_the_same_and_parses_nothing(root: Path):
    kept = Kept()
    first = read(root / "corpus" / "sample", kept)
    before = dict(kept)

    again = read(root / "corpus" / "sample", kept)

    assert first == again == read_corpus([root / "corpus" / "sample"])
    assert kept == before


def test_packed_parse_is_restored(root: Path):
    kept = Kept()
    read(root / "corpus" / "sample", kept)
    fields = len(dataclasses.fields(Parse))
    parses = [data for data in kept.values() if len(json.loads(zlib.decompress(data))) == fields]

    assert len(parses) > 50
    assert all(packed(unpacked(Parse, data)) == data for data in parses)


def test_what_a_new_article_teaches_reaches_those_parsed_before(tmp_path: Path):
    kept = Kept()
    footer = "Our reporters work in every town of the coast."
    texts = [
        f"Report {n} tells of harbour {n} in many words.\n\n{footer}" for n in "one two three four".split()
    ]
    three = read(write(tmp_path / "a.jsonl", texts[:3]), kept)
    assert all(footer in article.text for article in three.articles)

    four = read(write(tmp_path / "a.jsonl", texts), kept)

    # A line at the edge of four articles is the publication's and no article's.
    assert not any(footer in article.text for article in four.articles)
    assert four == read_corpus([tmp_path / "a.jsonl"])


def test_records_that_move_within_their_file_are_not_parsed_again(tmp_path: Path):
    kept = Kept()
    texts = ["The mayor opened the bridge.", "The dockers went home."]
    read(write(tmp_path / "a.jsonl", texts), kept)
    before = dict(kept)
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "a.jsonl").write_text("\n".join(reversed(lines)), "utf-8")

    moved = read(tmp_path / "a.jsonl", kept)

    assert kept == before
    assert [article.source for article in moved.articles] == ["a.jsonl#2", "a.jsonl#1"]
    assert moved == read_corpus([tmp_path / "a.jsonl"])


def test_page_is_read_again_when_its_bytes_change(tmp_path: Path):
    kept = Kept()
    page = tmp_path / "page.html"
    for name in ("Tarn", "Kelm"):
        story = f"The ferry {name} ran aground on Monday, and nobody was hurt, the harbour master said."
        page.write_text(f"<html><body><article><h1>Ferry</h1><p>{story}</p></article></body></html>")

        [article] = read(tmp_path, kept).articles

        assert story in article.text
