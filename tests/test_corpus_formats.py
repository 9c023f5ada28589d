"""Formats one by one: what PDF, web archives, bylines, addresses and file names give an article."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.authors import authors_of
from corpus.language import language_of
from corpus.parsing import read_corpus
from corpus.publication import section_of
from corpus.readers.columns import column_lines
from tests.pdf_making import Line, pdf_of

LEFT = [
    "The bridge over the Wex was",
    "closed on Monday after a car-",
    "penter found that two of its",
    "beams had been eaten by some",
    "beetles that he had not met.",
    "Nobody was hurt.",
]
RIGHT = [
    "It will open again in May, the",
    "town said on Tuesday. A mayor",
    "from upstream called the work",
    "a nuisance to everybody with",
    "a cart, and offered his ferry",
    "for half of the usual price.",
]
TEXT = (
    "The bridge over the Wex was closed on Monday after a carpenter found that two of its beams had been eaten by some "
    "beetles that he had not met. Nobody was hurt."
)
MORE = (
    "It will open again in May, the town said on Tuesday. A mayor from upstream called the work a nuisance to "
    "everybody with a cart, and offered his ferry for half of the usual price."
)


def one(path: Path) -> Article:
    corpus = read_corpus([path])
    assert corpus.set_aside == ()
    (article,) = corpus.articles
    return article


def column(x: int, lines: list[str], top: int = 700) -> list[Line]:
    return [(x, top - 12 * place, line) for place, line in enumerate(lines)]


def test_pdf_joins_lines_and_hyphens_and_reads_its_own_fields(tmp_path: Path) -> None:
    fields = {"Title": "Bridge closed", "Author": "Ann Roe", "CreationDate": "D:20230403100000Z"}
    (tmp_path / "a.pdf").write_bytes(pdf_of([column(40, LEFT)], **fields))
    article = one(tmp_path)

    assert article.text == TEXT
    assert (article.title, article.authors) == ("Bridge closed", ("Ann Roe",))
    assert (article.published, article.published_from) == (date(2023, 4, 3), "metadata")


@pytest.mark.parametrize("across", [False, True])
def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path, across: bool) -> None:
    columns = column(40, LEFT) + column(320, RIGHT)
    # Some programs draw line by line across the page, whatever the columns.
    lines = sorted(columns, key=lambda line: (-line[1], line[0])) if across else columns
    (tmp_path / "a.pdf").write_bytes(pdf_of([lines], Title="Bridge closed"))

    assert one(tmp_path).text == f"{TEXT}\n\n{MORE}"


def test_pdf_headers_footers_and_page_breaks_leave_no_trace(tmp_path: Path) -> None:
    pages = [
        [(40, 760, f"THE LEDGER {number}"), *column(40, part), (40, 40, f"Page {number} of 3")]
        for number, part in ((1, LEFT[:3]), (2, LEFT[3:]), (3, RIGHT))
    ]
    (tmp_path / "a.pdf").write_bytes(pdf_of(pages, Title="Bridge closed"))

    assert one(tmp_path).text == f"{TEXT}\n\n{MORE}"


def test_a_line_across_all_columns_stays_in_its_place() -> None:
    rows = [f"{left:<32}{right}" for left, right in zip(LEFT, RIGHT, strict=True)]
    headline = "BRIDGE OVER THE WEX IS CLOSED UNTIL THE MONTH OF MAY"

    assert column_lines([headline, *rows]) == [headline, *LEFT, *RIGHT]


def test_a_page_without_a_gutter_has_no_columns() -> None:
    assert column_lines([TEXT[:60], TEXT[60:120], TEXT[120:]]) is None


def archived(status: str, kind: str, url: str) -> bytes:
    """One compressed record of a web archive."""
    page = (
        f"<html><head><title>Bridge closed</title></head><body><article><p>{TEXT}</p></article></body></html>"
    )
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{page}"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\n"
    return gzip.compress(f"{head}Content-Length: {len(answer)}\r\n\r\n{answer}\r\n\r\n".encode())


def test_web_archive_gives_each_page_that_answered(tmp_path: Path) -> None:
    records = (
        archived("200 OK", "text/html; charset=utf-8", "https://ledger.example/2023/04/03/town/bridge"),
        archived("404 Not Found", "text/html", "https://ledger.example/gone"),
        archived("200 OK", "image/png", "https://ledger.example/a.png"),
    )
    (tmp_path / "a.warc.gz").write_bytes(b"".join(records))
    article = one(tmp_path)

    assert (article.title, article.text) == ("Bridge closed", TEXT)
    assert article.url == "https://ledger.example/2023/04/03/town/bridge"
    assert article.section == "town"


@pytest.mark.parametrize("name", ["2023-04-03-bridge.txt", "bridge_20230403.txt", "2023/04/03/bridge.txt"])
def test_a_file_name_dates_an_article_that_nothing_else_does(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Bridge closed\n\n{TEXT}", "utf-8")
    article = one(tmp_path)

    assert (article.published, article.published_from) == (date(2023, 4, 3), "file name")


def test_a_date_line_outweighs_the_file_name(tmp_path: Path) -> None:
    (tmp_path / "2023-04-09-bridge.txt").write_text(f"Bridge closed\n\n3 April 2023\n\n{TEXT}", "utf-8")

    assert one(tmp_path).published == date(2023, 4, 3)


@pytest.mark.parametrize("name", ["2023-13-40-bridge.txt", "bridge-1234567890.txt", "room-2023.txt"])
def test_numbers_that_are_no_date_date_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"Bridge closed\n\n{TEXT}", "utf-8")

    assert one(tmp_path).published is None


def test_an_update_line_dates_the_update(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        f"Bridge closed\n\n3 April 2023\n\nUpdated: 5 April 2023\n\n{TEXT}", "utf-8"
    )
    article = one(tmp_path)

    assert (article.updated, article.updated_from) == (date(2023, 4, 5), "text")
    assert article.published == date(2023, 4, 3)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["By Ann Roe"], ("Ann Roe",)),
        (["Written by Ann Roe and Bob Day, CNN"], ("Ann Roe", "Bob Day")),
        (["By Ann Roe, education editor"], ("Ann Roe",)),
        (["Ann Roe, Bob Day, Cy Fox"], ("Ann Roe", "Bob Day", "Cy Fox")),
        (["Ann Roe Bob Day", "Ann Roe", "Bob Day"], ("Ann Roe", "Bob Day")),
        (["By ANN ROE in Amaris (ann@x.example)"], ("ANN ROE",)),
        (["Jürgen van der Berg"], ("Jürgen van der Berg",)),
        (["The Ledger"], ("The Ledger",)),
        (["", "by "], ()),
    ],
)
def test_authors_are_names_and_nothing_else(given: list[str], names: tuple[str, ...]) -> None:
    assert authors_of(given) == names


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://www.cnn.com/2022/05/25/politics/court-leak/index.html", "politics"),
        ("https://www.usatoday.com/story/news/2022/05/25/storm/123/", "news"),
        ("https://ledger.example/bridge-closed", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_section_is_read_from_the_address(url: str, section: str) -> None:
    assert section_of("", url) == section
    assert section_of("Town", url) == "Town"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("Der Minister sagte am Montag, die Brücke werde im Mai wieder geöffnet.", "de"),
        ("Le ministre a dit lundi que le pont rouvrirait en mai, après une enquête.", "fr"),
        ("El ministro dijo el lunes que el puente se abriría de nuevo en mayo.", "es"),
        ("Министр сказал в понедельник, что мост откроется в мае.", "ru"),
        ("وزیر روز دوشنبه گفت که پل در ماه مه باز خواهد شد.", "fa"),
        ("12,5 — 17", ""),
    ],
)
def test_language_is_told_by_the_words(text: str, language: str) -> None:
    assert language_of("", [text]) == language


def test_language_that_the_format_gives_is_believed() -> None:
    assert language_of("pt-BR", [TEXT]) == "pt"
