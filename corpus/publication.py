"""The name of the publication: from its field, else from the address of the article.

Pure functions, used by `corpus.parsing` and `corpus.quotations` (outlets have
the same names). A host without a known name is given as it is.
"""

import re
from urllib.parse import urlsplit

from corpus.wordlists import word_set

_SECTION = re.compile(r"[a-z][a-z-]{2,20}")
# Parts of addresses that say how a site is built.
_NO_SECTION = word_set(
    "story article articles amp post posts blog index html www web archive archives node content page pages item view "
    "feature features live interactive wiki jan feb mar apr may jun jul aug sep oct nov dec"
)

# Hosts whose name is not their title; the names are those the outlets give themselves.
_NAMES = {
    "abcnews.go.com": "ABC News",
    "aljazeera.com": "Al Jazeera",
    "apnews.com": "Associated Press",
    "bbc.co.uk": "BBC News",
    "bbc.com": "BBC News",
    "bloomberg.com": "Bloomberg",
    "cbsnews.com": "CBS News",
    "cnbc.com": "CNBC",
    "cnn.com": "CNN",
    "economist.com": "The Economist",
    "foxnews.com": "Fox News",
    "ft.com": "Financial Times",
    "globaltimes.cn": "Global Times",
    "latimes.com": "Los Angeles Times",
    "nbcnews.com": "NBC News",
    "npr.org": "NPR",
    "nytimes.com": "The New York Times",
    "politico.com": "Politico",
    "reuters.com": "Reuters",
    "scmp.com": "South China Morning Post",
    "theguardian.com": "The Guardian",
    "theweek.co.uk": "The Week",
    "theweek.com": "The Week",
    "trendsjournal.com": "Trends Journal",
    "usatoday.com": "USA TODAY",
    "washingtonpost.com": "The Washington Post",
    "wikinews.org": "Wikinews",
    "wsj.com": "The Wall Street Journal",
}


def publication_of(field: str, url: str) -> str:
    """The publication as a reader would name it, "" where neither field nor address tells."""
    if field:
        return field if not field.startswith(("http://", "https://")) else publication_of("", field)
    host = _host(url)
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = _NAMES.get(".".join(labels[start:]))
        if name:
            return name
    return host


def section_of(field: str, url: str) -> str:
    """The section as the field names it, else the first plain word in the address before the article's own part
    ("/2022/05/25/politics/…")."""
    if field:
        return field
    parts = urlsplit(url).path.split("/")[1:-1] if _host(url) else []
    return next((part for part in parts if _SECTION.fullmatch(part) and part not in _NO_SECTION), "")


def web_address(url: str) -> str:
    """The address where it is http or https with a host and without blanks or control characters, else ""."""
    return url if _host(url) and not any(char.isspace() or char in "\"'<>\\" for char in url) else ""


def _host(url: str) -> str:
    if len(url) > 2000 or not url.lower().startswith(("http://", "https://")):
        return ""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if host.isprintable() and " " not in host else ""
