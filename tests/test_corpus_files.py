"""Files: every format gives its article, and whatever is wrong is set aside while the rest goes on."""

import gzip
import json
import os
import time
from datetime import date
from email.message import EmailMessage
from io import BytesIO

import pytest

from corpus.errors import PathUnusable
from corpus.parsing import fingerprint, read_corpus
from corpus.settings import CorpusSettings

BODY = "The bridge over the Wex was closed on Monday.\n\nIt will open again in May, the town said."
RECORD = {
    "doc_id": "w-1",
    "title": "Bridge closed",
    "text": BODY,
    "publish_date": "2023-04-03",
    "source": "The Ledger",
}


def one(path):
    corpus = read_corpus([path])
    assert corpus.set_aside == ()
    (article,) = corpus.articles
    return article


def test_bare_text_takes_its_first_line_as_title_and_its_date_line_as_date(tmp_path):
    (tmp_path / "bridge.txt").write_text(f"Bridge closed\n\n3 April 2023\n\n{BODY}", "utf-8")
    article = one(tmp_path)

    assert (article.id, article.title, article.text) == ("bridge", "Bridge closed", BODY)
    assert (article.published, article.published_from) == (date(2023, 4, 3), "text")


def test_markdown_takes_fields_from_front_matter_and_keeps_links(tmp_path):
    head = "---\ntitle: Bridge closed\ndate: 2023-04-03\nauthor: Ann Roe\n---\n"
    (tmp_path / "b.md").write_text(
        f"{head}## The *old* bridge\n\nSee [the **plan**](https://x.example/p) of May.\n", "utf-8"
    )
    article = one(tmp_path)

    assert (article.title, article.published, article.authors) == (
        "Bridge closed",
        date(2023, 4, 3),
        ("Ann Roe",),
    )
    assert article.text == "The old bridge\n\nSee the plan of May."
    assert article.blocks[0].kind == "heading"
    assert [article.text[start:end] for start, end, _ in article.links] == ["the plan"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.ndjson"])
def test_records_keep_a_safe_id(tmp_path, name):
    data = json.dumps(RECORD).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    article = one(tmp_path / name)

    assert (article.id, article.publication, article.text) == ("w-1", "The Ledger", BODY)
    assert (article.published, article.published_from) == (date(2023, 4, 3), "metadata")


def test_one_bad_record_is_set_aside_with_its_number(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps(RECORD) + "\n{broken\n" + json.dumps({"title": "no text"}), "utf-8"
    )
    corpus = read_corpus([tmp_path])

    assert [article.id for article in corpus.articles] == ["w-1"]
    assert [item.source for item in corpus.set_aside] == ["a.jsonl#2", "a.jsonl#3"]
    assert "is no JSON" in corpus.set_aside[0].reason


@pytest.mark.parametrize("given", ["../../x", "/etc/passwd", "CON", "nul.txt", "a\0b", "x" * 5000, "..", ""])
def test_an_unsafe_id_is_replaced(tmp_path, given):
    (tmp_path / "a.jsonl").write_text(json.dumps({**RECORD, "doc_id": given}), "utf-8")

    assert one(tmp_path).id.startswith("a-")


def test_csv_mail_word_and_feed_give_their_article(tmp_path):
    docx = pytest.importorskip("docx")
    (tmp_path / "c.csv").write_text(f'id,title,text\nrow-1,Bridge closed,"{BODY}"\n', "utf-8")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = (
        "Bridge closed",
        "The Ledger <l@x.example>",
        "Mon, 03 Apr 2023 10:00:00 +0000",
    )
    mail.set_content(BODY)
    (tmp_path / "m.eml").write_bytes(bytes(mail))
    document = docx.Document()
    document.add_paragraph("Bridge closed", style="Title")
    for paragraph in BODY.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(tmp_path / "w.docx")
    (tmp_path / "f.rss").write_text(
        "<rss version='2.0'><channel><title>The Ledger</title><item><title>Bridge closed</title>"
        "<pubDate>Mon, 03 Apr 2023 10:00:00 GMT</pubDate><guid>feed-1</guid>"
        f"<description>{BODY}</description></item></channel></rss>",
        "utf-8",
    )
    corpus = read_corpus([tmp_path])

    assert corpus.set_aside == ()
    assert {article.id: (article.title, article.text) for article in corpus.articles} == dict.fromkeys(
        ("feed-1", "m", "row-1", "w"), ("Bridge closed", BODY)
    )
    assert [article.published for article in corpus.articles][:2] == [date(2023, 4, 3)] * 2


def test_pdf_joins_lines_and_leaves_out_nothing(tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = BytesIO()
    writer.write(stream)
    (tmp_path / "scan.pdf").write_bytes(stream.getvalue())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    reasons = {item.source: item.reason for item in read_corpus([tmp_path]).set_aside}

    assert reasons["scan.pdf"] == "has no text layer; run text recognition on it first"
    assert set(reasons) == {"scan.pdf", "broken.pdf"}


HOSTILE = {
    "empty.txt": b"",
    "nul.txt": b"\0" * 1000,
    "binary.txt": bytes(range(256)) * 50,
    "brackets.json": b"[" * 100_000,
    "nan.json": b'{"title": NaN, "text": Infinity}',
    "unclosed.html": b"<![><img" * 50,
    "nested.html": b"<div>" * 100_000,
    "laughs.xml": (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        b"<rss><channel><item><description>&b;</description></item></channel></rss>"
    ),
    "bomb.txt.gz": gzip.compress(b"a" * 40_000_000),
    "cut.jsonl.gz": gzip.compress(json.dumps(RECORD).encode())[:40],
    "matter.md": b"---\n!!python/object/apply:os.system [id]\n---\nText",
    "odd.xyz": b"text",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_set_aside_in_time_and_the_rest_goes_on(tmp_path, name):
    (tmp_path / name).write_bytes(HOSTILE[name])
    (tmp_path / "good.txt").write_text(BODY, "utf-8")
    begun = time.process_time()
    corpus = read_corpus([tmp_path])

    assert "good" in [article.id for article in corpus.articles]
    assert [item.source for item in corpus.set_aside] == [name]
    # trafilatura's import alone is a second.
    assert time.process_time() - begun < 8


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_encodings_are_detected(tmp_path, encoding):
    text = "Café prices rose in São Tomé, the señor said. Everybody paid the higher price for the coffee."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))

    assert one(tmp_path).text == text


@pytest.mark.parametrize(
    "piece",
    ["a", "(", "[", ".", '"', "“", "'", "(See ", "A said “b", "“A,” said A. ", ": ", "told The ", "A "],
)
def test_a_tenth_of_a_megabyte_of_one_thing_is_read_in_time(tmp_path, piece):
    text = (piece * 100_000)[:100_000]
    (tmp_path / "a.json").write_text(json.dumps({"title": piece, "text": text}), "utf-8")
    begun = time.process_time()
    read_corpus([tmp_path], settings=CorpusSettings(workers=1))

    # 100 kB; a search that is not linear takes ten times as long and more. Measured: 0.1 to 2 s on a busy machine.
    assert time.process_time() - begun < 6


def test_links_pipes_and_hard_links_are_not_read(tmp_path):
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.txt").write_text("secret", "utf-8")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    os.mkfifo(inside / "pipe.txt")
    os.link(outside / "secret.txt", inside / "hard.txt")
    corpus = read_corpus([inside])

    assert corpus.articles == ()
    assert [item.source for item in corpus.set_aside] == ["folder", "hard.txt", "link.txt", "pipe.txt"]


def test_a_sparse_file_above_the_cap_is_not_read(tmp_path):
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(1 << 30)
    (item,) = read_corpus([tmp_path]).set_aside

    assert "above the limit" in item.reason


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(PathUnusable, match="name a file or folder of articles"):
        read_corpus([tmp_path / "nothing"])


def test_fingerprint_changes_with_bytes_and_settings_only(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(BODY, "utf-8")
    first = fingerprint([tmp_path])
    os.utime(path, (0, 0))

    assert fingerprint([tmp_path]) == first
    assert fingerprint([tmp_path], CorpusSettings(publication="X")) != first
    path.write_text(BODY + "!", "utf-8")
    assert fingerprint([tmp_path]) != first


def test_a_pool_gives_what_one_process_gives(root):
    sample = root / "corpus" / "sample"

    assert read_corpus([sample], settings=CorpusSettings(workers=2)) == read_corpus(
        [sample], settings=CorpusSettings(workers=1)
    )
