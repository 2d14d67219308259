"""Sources are the articles that an answer quotes: of the library, or made of passages that came with the request."""

from __future__ import annotations

from corpus.article import Article
from qa import copies
from qa.request import Request
from qa.types import Citation, Passage
from vectorstore.indexes import Filters
from vectorstore.snapshot import Snapshot


class Sources:
    """The articles that an answer quotes: of the snapshot, or made of the passages that came with the request."""

    def __init__(self, snapshot: Snapshot, request: Request, filters: Filters) -> None:
        self._snapshot = snapshot
        self._filters = None if request.passages is not None else filters  # None: only what was given is cited
        self._articles: dict[str, Article] = {}
        given = request.passages or ()
        made = {passage.article_id for passage in given if not _is_stored(passage, snapshot)}
        for passage in given:
            if passage.article_id in made:  # with all that is given of it: nothing else is known of its text
                self._articles[passage.article_id] = _made_of(passage, self._articles.get(passage.article_id))

    def text(self, article_id: str) -> str:
        """An article's whole text; of an article of which only passages were given, blank between them."""
        return self._article(article_id).text

    def cite(
        self, number: int, article_id: str, start: int, quote: str, span: tuple[int, int] | None = None
    ) -> Citation:
        """The citation of some words of an article, in the earliest of its near-copies that has the same words.

        `start` is where they stand in the article, `span` where the answering ones stand in them, in characters.
        """
        place = self._place(article_id, start, quote)
        article = self._article(place.article_id)
        return Citation(
            number=number,
            article_id=article.id,
            title=article.title,
            publisher=article.publisher,
            published=article.published,
            url=article.url,
            digest=article.digest,
            quote=quote,
            start=place.start,
            end=place.start + len(quote),
            span=span,
            also_in=place.also_in,
        )

    def _place(self, own: str, start: int, quote: str) -> copies.Place:
        group = [own] if self._filters is None else copies.group_of(self._snapshot, own, self._filters)
        if len(group) == 1:
            return copies.Place(own, start)
        return copies.place_of([(each, self.text(each)) for each in group], own, start, quote)

    def _article(self, article_id: str) -> Article:
        if article_id not in self._articles:
            article = self._snapshot.article(article_id)
            assert article is not None, article_id  # its passage is of the same snapshot
            self._articles[article_id] = article
        return self._articles[article_id]


def _is_stored(passage: Passage, snapshot: Snapshot) -> bool:
    stored = snapshot.article(passage.article_id)
    return stored is not None and stored.text[passage.start : passage.end] == passage.text


def _made_of(passage: Passage, before: Article | None) -> Article:
    """An article of which only passages are known: blank where nothing is known of it."""
    text = before.text if before else ""
    text = text.ljust(passage.end)
    return Article(
        id=passage.article_id,
        title=passage.title or passage.article_id,
        text=text[: passage.start] + passage.text + text[passage.end :],
        publisher=passage.publisher,
        published=passage.published,
        digest=passage.digest or (before is not None and before.digest),
    )
