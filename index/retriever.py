"""The search as a LlamaIndex retriever, for those who bring their own query engine.

The one LlamaIndex adapter of `index`, shown in docs/llamaindex.md. Each node
carries the offsets of its words in the article's text, and why it was found.
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
    shown = {
        "title": passage.title,
        "published": passage.published.isoformat() if passage.published else "",
        "publication": passage.publication,
    }
    # Where the words lie, and why they were found: for programs. Plain numbers and strings, since
    # many of LlamaIndex's adapters refuse lists.
    kept = {
        "article_id": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "kind": passage.kind,
        "section": passage.section,
        "heading": passage.heading,
        "speakers": "; ".join(passage.speakers),
        "url": passage.url,
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
        "via_reference": hit.via_reference,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=shown | kept,
        excluded_llm_metadata_keys=list(kept),
        excluded_embed_metadata_keys=list(kept),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.article_id)},
    )
