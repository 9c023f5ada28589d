"""The words of an address: what an untitled article is about."""

import pytest

from index.addresses import words_in_address


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (
            "https://news.example/2022/08/02/business/bridge-over-kelm-opens/index.html",
            "bridge over kelm opens",
        ),
        ("https://news.example/strike_in_port%20sella.html?from=home#top", "strike in port sella"),
        ("https://news.example/world/live-news/dockers-strike-07-12-22/h_c164ac", "dockers strike"),
        ("https://news.example/world/12345", ""),
        ("https://news.example/élection-à-ostria", "élection ostria"),
        ("https://[broken/a-b", ""),
        ("", ""),
    ],
)
def test_words_of_an_address(url: str, words: str):
    assert words_in_address(url) == words


def test_words_of_an_endless_address_are_cut():
    assert len(words_in_address("https://news.example/" + "word-" * 10_000)) <= 120
