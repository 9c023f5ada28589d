"""The versions of one story, newest first, and what each step changed; `show` prints them.

Reads a store and compares paragraphs. Never decides who belongs to a family:
`corpus.families` has done that at the build.
"""

from dataclasses import dataclass
from datetime import date

from corpus.article import Article
from corpus.families import changes
from corpus.store import ArticleStore

# A family of wire copies can be large; more than this many say nothing new.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One member of a family.

    Attributes:
        gone: paragraphs of the next older member that this one no longer has; () for the oldest.
        come: paragraphs that are new in this one.
    """

    article_id: str
    title: str
    publication: str
    published: date | None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def versions_of(article: Article, store: ArticleStore) -> tuple[Version, ...]:
    """The article's family, itself included, newest first; () where it stands alone."""
    ids = store.family(article.id)[:_MOST]
    if len(ids) < 2:
        return ()
    members = [store.article(each) for each in ids]
    return tuple(
        _version(member, members[place + 1] if place + 1 < len(members) else None)
        for place, member in enumerate(members)
    )


def _version(member: Article, older: Article | None) -> Version:
    gone, come = changes(older, member) if older else ((), ())
    return Version(member.id, member.title, member.publication, member.published, gone, come)
