"""The search as a LlamaIndex retriever, for those who bring their own query engine.

    from index.library import Library
    from index.retriever import ArticleRetriever
    retriever = ArticleRetriever(Library(Path(".backfile")), k=5)
    for found in retriever.retrieve("Who led the inquiry?"):
        print(found.score, found.metadata["title"], found.text)

The one LlamaIndex adapter of `index`; nothing here uses it but tests and docs.
Each node carries the offsets of its words in the article's text.
"""

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from index.library import EVERYTHING, Library
from index.passage import Filters, Hit


class ArticleRetriever(BaseRetriever):
    """Retrieves from the live generation, whichever that is at each call."""

    def __init__(self, library: Library, *, filters: Filters = EVERYTHING, k: int = 10) -> None:
        super().__init__()
        self._library = library
        self._filters = filters
        self._k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._library.open().search(query_bundle.query_str, self._filters, self._k)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in found.hits]


def _node(hit: Hit) -> TextNode:
    passage = hit.passage
    metadata = {
        "article_id": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "title": passage.title,
        "published": passage.published.isoformat() if passage.published else "",
        "publication": passage.publication,
        "kind": passage.kind,
        "url": passage.url,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        # A language model needs to know where words come from, not where they lie.
        excluded_llm_metadata_keys=["article_id", "start", "end", "kind", "url"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.article_id)},
    )
