"""The numbers of a conversation's sources, and what is left of an exchange however it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.types import (
    Answer,
    Citation,
    Done,
    Interpreted,
    Looking,
    Passage,
    Statement,
    StatementReady,
    Turn,
)
from qa.ui.conversation import Conversation

PASSAGE = Passage(article_id="a", start=0, end=4, text="text", score=1.0)


def citation(number: int, article: str, start: int = 0, *, span: tuple[int, int] | None = None) -> Citation:
    return Citation(
        number=number,
        article_id=article,
        title=article,
        publisher=None,
        published=None,
        url=None,
        digest=False,
        quote="quoted",
        start=start,
        end=start + 6,
        span=span,
    )


def statement(text: str, *numbers: int) -> Statement:
    return Statement(text=text, citations=numbers, support=1.0, supported=True)


def answer(*citations: Citation, question: str = "Q?", answered: bool = True) -> Answer:
    return Answer(
        question=question,
        text="The answer.",
        answered=answered,
        short=None,
        statements=tuple(statement(f"S{each.number}", each.number) for each in citations),
        citations=citations,
        passages=(PASSAGE,),
        confidence=0.9,
        notes=(),
        interpreted=Interpreted(question=f"{question} (alone)"),
        engine="extractive",
    )


def exchange_of(conversation: Conversation, *citations: Citation, answered: bool = True) -> dict[int, int]:
    """One whole exchange; its numbers, from the answer's to the conversation's."""
    exchange = conversation.begin("Q?")
    conversation.take(exchange, Done(answer(*citations, answered=answered)))
    return exchange.numbers


def test_numbers_go_on_over_the_answers() -> None:
    conversation = Conversation()
    assert exchange_of(conversation, citation(1, "a"), citation(2, "b")) == {1: 1, 2: 2}
    assert exchange_of(conversation, citation(1, "c")) == {1: 3}
    assert [source.article_id for source in conversation.sources] == ["a", "b", "c"]


def test_the_same_words_keep_their_number() -> None:
    conversation = Conversation()
    exchange_of(conversation, citation(1, "a", 0), citation(2, "a", 50))
    assert exchange_of(conversation, citation(1, "b"), citation(2, "a", 50)) == {1: 3, 2: 2}
    assert len(conversation.sources) == 3


def test_a_source_cited_again_shows_the_newest_span() -> None:
    conversation = Conversation()
    exchange_of(conversation, citation(1, "a", span=(0, 2)))
    exchange_of(conversation, citation(1, "a", span=(2, 4)))
    assert [source.span for source in conversation.sources] == [(2, 4)]


def test_events_as_they_come() -> None:
    conversation = Conversation()
    exchange = conversation.begin("Q?")
    assert conversation.running
    conversation.take(exchange, Looking((PASSAGE,)))
    assert exchange.passages == (PASSAGE,)
    first = statement("One.", 1)
    conversation.take(exchange, StatementReady(first, (citation(1, "a"),)))
    assert exchange.statements == (first,)
    assert exchange.numbers == {1: 1}
    conversation.take(exchange, StatementReady(statement("Two.", 1, 2), (citation(2, "b"),)))
    assert exchange.numbers == {1: 1, 2: 2}
    whole = answer(citation(1, "a"), citation(2, "b"))
    conversation.take(exchange, Done(whole))
    assert exchange.status == "done"
    assert exchange.answer is whole
    assert exchange.statements == whole.statements
    assert exchange.numbers == {1: 1, 2: 2}
    assert not conversation.running


def test_the_whole_answer_overrules_its_parts() -> None:
    conversation = Conversation()
    exchange_of(conversation, citation(1, "a"))
    exchange = conversation.begin("Q?")
    conversation.take(exchange, StatementReady(statement("One.", 1), (citation(1, "b"),)))
    conversation.take(exchange, Done(answer(citation(1, "c"))))
    assert exchange.numbers == {1: 2}
    assert [source.article_id for source in conversation.sources] == ["a", "c"]


def test_a_decline_has_no_statements_and_no_sources() -> None:
    conversation = Conversation()
    exchange = conversation.begin("Q?")
    conversation.take(exchange, StatementReady(statement("One.", 1), (citation(1, "a"),)))
    conversation.take(exchange, Done(answer(answered=False)))
    assert exchange.statements == ()
    assert conversation.sources == []
    assert exchange.passages == (PASSAGE,)


def test_a_stopped_exchange_keeps_what_it_has_and_takes_no_more() -> None:
    conversation = Conversation()
    exchange = conversation.begin("Q?")
    conversation.take(exchange, StatementReady(statement("One.", 1), (citation(1, "a"),)))
    conversation.stop(exchange)
    conversation.take(exchange, Done(answer(citation(1, "b"))))
    assert exchange.status == "stopped"
    assert [each.text for each in exchange.statements] == ["One."]
    assert [source.article_id for source in conversation.sources] == ["a"]


def test_what_has_ended_neither_stops_nor_fails() -> None:
    conversation = Conversation()
    exchange = conversation.begin("Q?")
    conversation.take(exchange, Done(answer()))
    conversation.stop(exchange)
    conversation.fail(exchange, "It failed.")
    assert exchange.status == "done"
    assert exchange.problem is None


def test_history_is_what_was_answered_as_it_stands_alone() -> None:
    conversation = Conversation()
    done = conversation.begin("Q?")
    conversation.take(done, Done(answer(citation(1, "a"))))
    conversation.fail(conversation.begin("Too long?"), "It is too long.")
    conversation.stop(conversation.begin("Stopped?"))
    conversation.begin("Running?")
    assert conversation.history() == [Turn("user", "Q? (alone)"), Turn("assistant", "The answer.")]


@pytest.mark.parametrize(
    ("short", "said"), [("Arte Moreno", "Arte Moreno. The answer."), ("May 25", "The answer."), ("Yes", "The answer.")]
)
def test_a_name_that_answers_stands_first_in_the_history(short: str, said: str) -> None:
    conversation = Conversation()
    conversation.take(conversation.begin("Q?"), Done(replace(answer(citation(1, "a")), short=short)))
    assert conversation.history()[-1] == Turn("assistant", said)


def test_a_cleared_conversation_begins_at_one_and_takes_nothing_late() -> None:
    conversation = Conversation()
    exchange_of(conversation, citation(1, "a"))
    late = conversation.begin("Late?")
    conversation.clear()
    conversation.take(late, Done(answer(citation(1, "b"))))
    assert conversation == Conversation()
    assert exchange_of(conversation, citation(1, "c")) == {1: 1}


def test_the_current_numbers_are_those_of_the_newest_exchange() -> None:
    conversation = Conversation()
    assert conversation.current == {}
    exchange_of(conversation, citation(1, "a"))
    exchange_of(conversation, citation(1, "b"))
    assert conversation.current == {1: 2}
    exchange_of(conversation, answered=False)
    assert conversation.current == {}


def test_a_kept_conversation_takes_the_place_of_the_one_that_is_shown() -> None:
    shown, kept = Conversation(), Conversation()
    exchange_of(kept, citation(1, "a"))
    running = shown.begin("Q?")
    shown.become(kept)
    assert (shown.exchanges, shown.sources, shown.id) == (kept.exchanges, kept.sources, kept.id)
    shown.take(running, Looking((PASSAGE,)))
    assert running.status == "stopped"
    exchange_of(shown, citation(1, "b"))
    assert len(kept.exchanges) == 1


def test_a_conversation_has_a_name_from_its_first_question_on() -> None:
    conversation, other = Conversation(), Conversation()
    assert conversation.id == ""
    exchange_of(conversation)
    first = conversation.id
    exchange_of(conversation)
    exchange_of(other)
    assert first == conversation.id != other.id
    conversation.clear()
    assert conversation.id == ""
