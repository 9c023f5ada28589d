"""The bundled encoder's two precisions: what each gives, what it is called, and how an index meets them."""

from pathlib import Path

import numpy as np
import pytest

from index import runtimes
from index.building import build
from index.encoding import BACKENDS, asked_alike, encoder
from index.library import Library
from index.light import LightMiniLM, name_of
from index.runtimes import EightBits
from index.settings import IndexSettings
from tests.fault_room import HashedWords

TEXTS = [
    "Dockers end their strike",
    "The ferry sank off Hollen on Tuesday; 38 people were aboard, the coast guard said. " * 6,
    "Ünïcode — “quotes” and 1,000 numbers",
]


@pytest.fixture(scope="module")
def rounding(sample_home: Path) -> LightMiniLM:
    return LightMiniLM(sample_home / "models", eight_bits=True)


def test_passages_in_eight_bits_are_near_the_exact_vectors(rounding: LightMiniLM) -> None:
    exact, rounded = rounding.encode(TEXTS), rounding.encode_passages(TEXTS)
    cosines = (exact * rounded).sum(axis=1)

    assert cosines.min() >= 0.997
    assert cosines.max() < 0.99999, "these were not rounded at all"
    assert np.linalg.norm(rounded, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_passage_in_eight_bits_has_the_same_bits_beside_any_other(rounding: LightMiniLM) -> None:
    alone = np.concatenate([rounding.encode_passages([text]) for text in TEXTS])

    assert np.array_equal(rounding.encode_passages(TEXTS * 3), np.concatenate([alone] * 3))


def test_vectors_in_eight_bits_have_a_name_of_their_own(tmp_path: Path) -> None:
    exact = LightMiniLM(tmp_path, eight_bits=False)

    assert exact.name == name_of(eight_bits=False)
    assert LightMiniLM(tmp_path, eight_bits=True).name == f"{exact.name}-int8"


def test_exact_passages_are_a_setting_away(tmp_path: Path) -> None:
    found = encoder("bundled:all-MiniLM-L6-v2-exact", tmp_path)

    assert found.name == name_of(eight_bits=False)


@pytest.mark.parametrize(
    ("flags", "suits"),
    [
        ("flags\t\t: fpu avx512_bf16 avx512_vnni", True),
        ("flags\t\t: fpu avx512_vnni", False),
        ("flags\t\t: fpu avx512_bf16", False),
        ("", False),
    ],
)
def test_eight_bits_want_a_processor_that_is_fast_in_both(
    flags: str, suits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "_processor", lambda: f"processor\t: 0\n{flags}\n")

    assert EightBits.suits() is suits


# --- an index and the two names --------------------------------------------------


class Rounded(HashedWords):
    """The same queries, other vectors of passages."""

    name = f"{HashedWords.name}-int8"

    def encode_passages(self, texts):
        return np.round(self.encode(texts), 1)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, made in (("exact", HashedWords), ("rounded", Rounded)):
        monkeypatch.setitem(BACKENDS, name, lambda _model, _home, made=made: made())
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry\n\nThe ferry sank off Hollen on Tuesday.\n", "utf-8")
    return path


def test_exact_queries_are_asked_of_rounded_passages(tmp_path: Path, article: Path) -> None:
    build(tmp_path, [article], settings=IndexSettings(model="rounded:"))

    found = Library(tmp_path, IndexSettings(model="exact:")).open().search("ferry")

    assert [hit.passage.title for hit in found.hits] == ["The ferry"]


def test_an_index_never_mixes_the_two(tmp_path: Path, article: Path) -> None:
    build(tmp_path, [article], settings=IndexSettings(model="rounded:"))

    report = build(tmp_path, [article], settings=IndexSettings(model="exact:"))

    assert (report.reason, report.encoded) == ("the model changed from hashed-64-int8 to hashed-64", 1)


def test_other_models_are_not_asked_alike() -> None:
    assert asked_alike("a-int8", "a")
    assert not asked_alike("a-int8", "b")
