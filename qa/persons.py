"""Whom a question names in full must be named in an article that answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches

from qa.antecedents import may_be_person
from qa.bare import BEHIND
from qa.questions import OUTLET
from qa.retrieval import Found
from qa.wording import is_stop, names, words

_FULL_NAME = re.compile(r"(?!The\s)\S+(?:\s[^\W\d_]\S*){1,3}")  # no "The Verge", no "Independent - Sports"
_FEW = 3  # names in a question
_LONG = 4  # letters: a shorter word is like too many
_ALIKE = 0.75  # similarity from which a word may be a name in another spelling


def naming_them(question: str, found: Sequence[Found], text_of: Callable[[str], str]) -> Iterator[Found]:
    """What was found in articles that name somebody whom the question names in full, if it names anybody so.

    An article on other people may be much like what is asked ("How many followers has Jeff Bezos?"), and answers
    nothing. So is one on another event where a follow-up got its topic put behind it ("How many people died –
    Stromboli?"). A name may be written a little otherwise. Newspapers are no persons.
    An article's text is asked for when one of its passages is reached.
    """
    publishers = {(item.passage.publisher or "").casefold() for item in found}
    named = names(question)
    asked = [
        name
        for name in (named if len(named) <= _FEW else ())  # what compares many is answered by articles on each
        if _FULL_NAME.fullmatch(name)
        and may_be_person(name, question)
        and not OUTLET.search(name)
        and not any(name.casefold() in publisher for publisher in publishers)
    ]
    asked += [name for name in names(f"x {question.partition(BEHIND)[2]}") if max(map(len, name.split())) >= _LONG]
    known: dict[str, bool] = {}
    for item in found:
        passage = item.passage
        if asked and passage.article_id not in known:
            text = f"{passage.title}\n{text_of(passage.article_id)}"
            said = {word.text.casefold() for word in words(text)}
            known[passage.article_id] = any(_is_named(name, said) for name in asked)
        if not asked or known[passage.article_id]:
            yield item


def _is_named(name: str, said: set[str]) -> bool:
    """Whether a word of a name besides the first, or one much like it, is among those said."""
    parts = [word.text.casefold() for word in words(name) if len(word.text) > 1 and not is_stop(word.text)]
    own = set(parts[1:] or parts)
    return bool(own & said) or any(
        get_close_matches(word, [other for other in said if other[0] == word[0]], 1, _ALIKE)
        for word in own
        if len(word) >= _LONG
    )
