"""The words in an article's address: editors put there what the article is about, and it outlives the title.

Used by `index.passages` where there is no title, and by `index.parts` for the
words of whole articles. Reads the address as text; never fetches it.
"""

import re
from urllib.parse import unquote, urlsplit

# A segment of fewer words is a section ("world") or a number.
FEWEST = 2
LONGEST = 120
_BETWEEN = re.compile(r"[^\W\d_]{2,}")


def words_in_address(url: str) -> str:
    """The words of the path's longest segment, "" where none has two: ".../08/02/taco-bell-pizza.html" gives
    "taco bell pizza"."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    segments = (re.sub(r"\.\w{2,5}$", "", segment) for segment in path.split("/"))
    # Of equals the last: sections come before what an address is about.
    longest = max(reversed([_BETWEEN.findall(segment) for segment in segments]), key=len)
    return " ".join(longest)[:LONGEST] if len(longest) >= FEWEST else ""
