"""The generative answer: what a language model writes from the evidence, each sentence checked before it is shown.

The extractive answer is made first. Where the articles do not answer the question it declines, and no model is
asked; where the model fails, or nothing it says is carried by the articles, it is the answer. A sentence that the
evidence does not carry is left out, or shown as unsupported at the end where such sentences are the greater part.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qa import checking, model_rewriting, prompts, replies
from qa.answering import Answerer, Event, Looked, ready
from qa.errors import ModelError
from qa.evidence import MOST_PASSAGES, Evidence, EvidenceSentence, gather, tokens
from qa.language_models import REPLY_TOKENS, LanguageModel
from qa.orders import is_order
from qa.request import Request
from qa.retrieval import Found
from qa.sources import Sources
from qa.support import SupportChecker, Verdict
from qa.types import Answer, Citation, Done, Looking, Statement, StatementReady
from qa.wording import content_stems, name_stems, numbers, stem, words
from vectorstore.embedding import Vectors
from vectorstore.snapshot import Snapshot

MOST_STATEMENTS = 8
_MOST_MARKS = 5  # of one sentence that are looked at
_MOST_EVIDENCE = 6_000  # tokens, however large the window is
_SPARE = 64  # tokens that a server adds around the messages
_MOST_STRUCK = 3  # unsupported statements that are shown
_BESIDE = 0.2  # cosine to the question: below it a sentence is about something else (answers: 0.28 and more)
_LOOKED_FOR = 3  # sentences of the evidence in which an unmarked sentence is looked for
# What the articles leave unsaid is carried by no sentence of them.
_OF_ARTICLES = re.compile(
    r"\b(?:articles?|texts?|passages?|sources?|evidence|sentences?|context)\b[^.;]{0,60}"
    r"\b(?:(?:do|does|did|is|are|was|were)(?:\s+not|n['’]t)|cannot|no|nothing)\b[^.;]{0,40}"
    r"\b(?:mention\w*|say|state[sd]?|provided?|specif\w+|contain\w*|given?|tell|inform\w*|answer\w*|clear|available)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # what frames an answer and says nothing of the news
    r"^(?:yes|no)\W*$|"
    r"^(?:let me know|feel free|i hope|i can|i could|would you like|do you want|is there anything|sure|certainly|"
    r"of course|here (?:is|are)|happy to|sources?[:,]|references?[:,])|"
    r"^(?:if you|please)\b.*\b(?:ask|know|question|details?)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:sources?|references?|citations?)\W*", re.IGNORECASE)  # with nothing but marks in it
_HEADING = re.compile(r"^(?:\S+ ){0,7}[^\s.!?…\"”]+$")
Encode = Callable[[Sequence[str]], Vectors]

_DECLINE = " ".join(word.text.casefold() for word in words(prompts.DECLINE))


class GenerativeAnswerer:
    """Answers requests, each from one snapshot of the library, in the words of a language model."""

    def __init__(
        self, extractive: Answerer, model: LanguageModel, checker: SupportChecker, encode: Encode, *, timeout: float
    ) -> None:
        """`timeout` is how many seconds one answer may take with all that the model is asked for it.

        `encode` gives sentences their vectors, by which it is told whether they speak to the question.
        """
        self._extractive = extractive
        self._model = model
        self._checker = checker
        self._encode = encode
        self._timeout = timeout

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def stream(self, snapshot: Snapshot, request: Request) -> Iterator[Event]:
        """The events of one answer; where the model fails, Done has another answer than was streamed.

        Raises SettingsError where the model cannot be asked.
        """
        self._model.check()
        until = time.monotonic() + self._timeout
        problem = None
        standing = request
        if request.history:
            try:
                question = model_rewriting.rewrite(request.question, request.history, self._model, until)
                standing = replace(request, question=question, history=())
            except ModelError as error:
                problem = str(error)
        looked = self._extractive.look(snapshot, standing)
        yield Looking(looked.passages)
        extracted = replace(self._extractive.read(looked), question=request.question)
        if not extracted.answered:  # nor would a model find what is not there
            yield Done(replace(extracted, notes=(*extracted.notes, problem)) if problem else extracted)
            return
        began = time.monotonic()
        draft = _Draft(self._model.name, extracted, _Citing(looked.sources))
        if problem is None:
            question = extracted.interpreted.question
            found = _in_order(looked, extracted)
            evidence = self._evidence(question, found)
            draft.left_out(evidence, found)
            try:
                yield from self._write(draft, question, evidence, until)
                problem = draft.problem
            except ModelError as error:
                problem = str(error)
        if problem is None:
            yield from draft.late()
            answer = draft.answer()
        else:
            yield from () if draft.supported else ready(extracted)
            answer = replace(extracted, notes=(*extracted.notes, _instead(problem)))
        seconds = time.monotonic() - began
        timings = {**answer.timings, "model": seconds, "total": answer.timings["total"] + seconds}
        yield Done(replace(answer, timings=timings))

    def _evidence(self, question: str, found: Sequence[Found]) -> Evidence:
        """As much of what was found as fits into the model's window beside the instructions and the reply."""
        bare = prompts.answering(question, "", nonce="x" * 12, example="x" * 5)
        taken = tokens(bare.instructions) + tokens(bare.material) + REPLY_TOKENS + _SPARE
        return gather(question, found, room=min(self._model.window - taken, _MOST_EVIDENCE))

    def _write(self, draft: _Draft, question: str, evidence: Evidence, until: float) -> Iterator[StatementReady]:
        """Each statement of the model that is carried by the evidence, once it is checked; all go into the draft."""
        if not evidence.sentences:
            raise ModelError(f"Nothing of what was found could be shown to {self.name}; ask in other words.")
        prompt = prompts.answering(question, evidence.text, nonce=evidence.nonce, example=evidence.example)
        for said in replies.sentences(self._model.stream(prompt, until)):
            marked = [evidence.by_id(mark) for mark in said.marks]
            draft.unknown += marked.count(None)
            known = [sentence for sentence in marked if sentence is not None]
            if not draft.says_something_new(said.text) or _LIST.fullmatch(said.text):
                continue
            if said.text.endswith(":") and not said.marks:
                continue  # "The articles say:"
            beside = [question, *(statement.text for statement in draft.supported)]
            if _is_of_articles(said.text, known):
                draft.unsaid += 1
                continue
            if said.had_address or not self._speaks_to(beside, said.text):
                draft.dropped += not _is_frame(said)
                continue
            verdict, carrying = self._weigh(question, said.text, known[:_MOST_MARKS], evidence)
            if not verdict.supported and (_is_frame(said) or not _is_of(evidence, question, said.text)):
                draft.dropped += not _is_frame(said)
                continue
            statement = draft.take(said.text, verdict, carrying)
            if statement is not None:
                yield statement
            if len(draft.supported) == MOST_STATEMENTS:
                return

    def _speaks_to(self, others: Sequence[str], text: str) -> bool:
        """Whether a sentence is about the question or goes on from what was said, and is meant for its reader."""
        if not content_stems(text) or is_order(text):
            return False
        said, *about = self._encode([text, *others])
        return any(float(said @ other) >= _BESIDE for other in about)

    def _weigh(
        self, question: str, text: str, marked: Sequence[EvidenceSentence], evidence: Evidence
    ) -> tuple[Verdict, list[EvidenceSentence]]:
        """How well a sentence is carried, and by which sentences of the evidence.

        Those it is marked with come first; where they do not carry it, others that are like it.
        """
        verdict = self._check(question, text, marked)
        if not verdict.supported and not verdict.contradicted:
            leaning = evidence.with_what_they_lean_on(marked)
            if len(leaning) > len(marked) and (other := self._check(question, text, leaning)).supported:
                verdict, marked = other, leaning
        if verdict.supported:
            carrying = {carrier.index for carrier in verdict.carriers}
            kept = list(marked)
            for at, sentence in enumerate(marked):
                others = [other for other in kept if other is not sentence]
                if at in carrying or not others or self._check(question, text, [sentence]).supported:
                    continue
                if self._check(question, text, others).supported:  # it adds nothing, not even a number
                    kept = others
            return verdict, kept
        said = content_stems(text)
        shared = {sentence.id: len(said & content_stems(sentence.text)) for sentence in evidence.sentences}
        least = max((shared[sentence.id] for sentence in marked), default=0) + 1 if verdict.contradicted else 0
        for sentence in sorted(evidence.sentences, key=lambda sentence: -shared[sentence.id])[:_LOOKED_FOR]:
            if shared[sentence.id] < least:
                break  # what says less of it is no better witness than what contradicts it
            other = self._check(question, text, [sentence])
            if other.supported:
                return other, [sentence]
            if other.contradicted:
                least = shared[sentence.id] + 1
        return verdict, []

    def _check(self, question: str, text: str, cited: Sequence[EvidenceSentence]) -> Verdict:
        return self._checker.check(text, [sentence.cited for sentence in cited], question=question)


class _Draft:
    """What has come of a model's reply so far."""

    def __init__(self, name: str, extracted: Answer, citing: _Citing) -> None:
        self.name = name
        self.supported: list[Statement] = []
        self.unsupported: list[Statement] = []
        self.unknown = 0  # marks that name nothing
        self.dropped = 0  # sentences that are not even shown as unsupported
        self.unsaid = 0  # sentences on what the articles leave unsaid, which no sentence of them carries
        self._extracted = extracted
        self._citing = citing
        self._notes: list[str] = []
        self._declined = False
        self._said: set[str] = set()

    def left_out(self, evidence: Evidence, found: Sequence[Found]) -> None:
        """Note how many of the passages found the model was shown, where its window has no room for the others."""
        if evidence.passages < min(len(found), MOST_PASSAGES):
            shown = "first passage was" if evidence.passages == 1 else f"first {evidence.passages} passages were"
            self._notes.append(f"Only the {shown} shown to {self.name}, which has no room for more.")

    def says_something_new(self, text: str) -> bool:
        """Whether a sentence is neither the one by which models decline nor said before."""
        bare = " ".join(word.text.casefold() for word in words(text))
        if bare == _DECLINE:
            self._declined = True
        new = bare != _DECLINE and bare not in self._said
        self._said.add(bare)
        return new

    def take(self, text: str, verdict: Verdict, carrying: Sequence[EvidenceSentence]) -> StatementReady | None:
        """Keep a sentence; what is streamed of it, if it is supported."""
        numbers, new = self._citing.numbers(carrying) if verdict.supported else ((), ())
        if not numbers:
            reason = verdict.reason or "It cites nothing."
            self.unsupported.append(
                Statement(text=text, citations=(), support=verdict.support, supported=False, reason=reason)
            )
            return None
        statement = Statement(text=text, citations=numbers, support=verdict.support, supported=True)
        self.supported.append(statement)
        return StatementReady(statement, new)

    @property
    def problem(self) -> str | None:
        """Why there is no answer in the model's words, in one sentence; None where there is one."""
        if self.supported or ((self._declined or self.unsaid) and not self.unsupported and not self.dropped):
            return None
        if not self.unsupported and not self.dropped:
            return f"The language model {self.name} said nothing that can be read; try again."
        return f"Nothing that the language model {self.name} said is carried by the articles; ask in other words."

    def late(self) -> Iterator[StatementReady]:
        """The unsupported statements, where there are more of them than of the others."""
        if len(self.unsupported) > len(self.supported):
            yield from (StatementReady(statement) for statement in self.unsupported[:_MOST_STRUCK])

    def answer(self) -> Answer:
        """The answer in the model's words."""
        late = [late.statement for late in self.late()]
        notes = [*self._extracted.notes, *self._notes]
        left_out = len(self.unsupported) - len(late) + self.dropped + (self.unsaid if self.supported else 0)
        if left_out:
            what = "1 sentence" if left_out == 1 else f"{left_out} sentences"
            they = "it" if left_out == 1 else "them"
            notes.append(f"{what} of {self.name} left out, since the articles do not carry {they}.")
        if self.unknown:
            what = "1 mark" if self.unknown == 1 else f"{self.unknown} marks"
            notes.append(f"{what} of {self.name} left out, which named no source.")
        text = " ".join(statement.text for statement in self.supported) or prompts.DECLINE
        short = self._extracted.short
        return replace(
            self._extracted,
            text=text,
            answered=bool(self.supported),
            short=short if short and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text) else None,
            statements=(*self.supported, *late),
            citations=tuple(self._citing.citations),
            notes=tuple(notes),
            engine=self.name,
        )


class _Citing:
    """Numbers the sentences that are cited, each once."""

    def __init__(self, sources: Sources) -> None:
        self.citations: list[Citation] = []
        self._sources = sources

    def numbers(self, sentences: Sequence[EvidenceSentence]) -> tuple[tuple[int, ...], tuple[Citation, ...]]:
        """The numbers of some sentences of the evidence, and the citations that are new."""
        before = len(self.citations)
        numbers = []
        for sentence in sentences:
            cited = self._sources.cite(len(self.citations) + 1, sentence.article_id, sentence.start, sentence.text)
            known = next((other.number for other in self.citations if _same(cited, other)), None)
            if known is None:
                if not checking.is_verbatim(cited, self._sources.text(cited.article_id)):
                    continue  # never shown, whatever went wrong before
                self.citations.append(cited)
            numbers.append(known or cited.number)
        return tuple(dict.fromkeys(numbers)), tuple(self.citations[before:])


def _same(one: Citation, other: Citation) -> bool:
    return (one.article_id, one.start, one.end) == (other.article_id, other.start, other.end)


def _is_of_articles(text: str, marked: Sequence[EvidenceSentence]) -> bool:
    """Whether a sentence tells what the articles leave unsaid; "sources said there was no clear motive" may be news."""
    return bool(_OF_ARTICLES.search(text)) and not any(_OF_ARTICLES.search(sentence.text) for sentence in marked)


def _is_frame(said: replies.ReplySentence) -> bool:
    """Whether a sentence without a mark only frames the answer: a lead-in, a heading, an offer to say more."""
    return not said.marks and bool(_ASIDE.search(said.text) or _HEADING.search(said.text))


def _is_of(evidence: Evidence, question: str, text: str) -> bool:
    """Whether the names and numbers of a sentence are those of the evidence or the question, if in other roles.

    A sentence with others is made up or obeys somebody: it is not shown at all.
    """
    known = f"{evidence.text}\n{question}"
    return name_stems(text) <= {stem(word.text) for word in words(known)} and numbers(text) <= numbers(known)


def _in_order(looked: Looked, extracted: Answer) -> Sequence[Found]:
    """What was found, in the order that reading puts it in; pieces of given passages as they were found."""
    if looked.request.passages is not None:
        return looked.found
    order = {(passage.article_id, passage.start): at for at, passage in enumerate(extracted.passages)}
    return sorted(looked.found, key=lambda item: order[item.passage.article_id, item.passage.start])


def _instead(problem: str) -> str:
    """The note that says why the answer is extractive, and what to do."""
    happened, _, remedy = problem.partition("; ")
    return f"{happened}, so this answer is made of the articles' own sentences; {remedy}"
