"""The library as LlamaIndex's pipelines see it."""

from __future__ import annotations

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import TextNode

from corpus import bundled
from qa import Engine


def test_the_library_is_a_retriever_of_llamaindex(engine: Engine) -> None:
    retriever = engine.as_retriever(top_k=3)
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve("Did President Nursultan Nazarbayev open the Astana talks?")
    assert len(nodes) == 3
    best = nodes[0].node
    assert isinstance(best, TextNode)
    assert best.metadata["article_id"] == "astana-talks-open"
    assert best.metadata["publisher"] is None
    article = next(article for article in bundled() if article.id == "astana-talks-open")
    assert article.text[best.start_char_idx : best.end_char_idx] == best.text
    scores = [node.score or 0.0 for node in nodes]
    assert scores == sorted(scores, reverse=True)
    assert 0.0 < scores[-1] <= scores[0] <= 1.0
