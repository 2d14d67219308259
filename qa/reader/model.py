"""The reader as it is used: for a question and some passages, where in each the answer stands, if it does.

It can only point at words that are there. Its weights are in this folder, in int8 for onnxruntime.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vectorstore.default_model import default_folder

WEIGHTS = Path(__file__).with_name("reader.onnx")
MAX_TOKENS = 256  # of question and passage together
MAX_QUESTION_TOKENS = 48
LONGEST_ANSWER = 30  # tokens
_AT_ONCE = 2  # passages

Logits = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Span:
    """Words of a passage that may answer the question."""

    start: int  # characters into the passage
    end: int
    margin: float  # log-odds of these words against "the passage does not answer it"


@dataclass(frozen=True)
class Reading:
    """What the reader makes of one passage; positions are its tokens."""

    offsets: npt.NDArray[np.int64]  # (tokens, 2): start and end of each token, as characters into the passage
    start: Logits  # (tokens,): start of the answer, against 0 for "no answer here"
    end: Logits
    answerable: float  # log-odds that the passage answers the question at all

    def best_span(self, start: int, end: int) -> Span | None:
        """The likeliest answer within some characters of the passage; None where no token lies there."""
        inside = self._tokens(start, end)
        if inside is None:
            return None
        first, last = inside
        sums = self.start[first:last, None] + self.end[None, first:last]
        size = last - first
        allowed = np.triu(np.ones((size, size), dtype=bool)) & ~np.triu(
            np.ones((size, size), dtype=bool), LONGEST_ANSWER
        )
        best = int(np.argmax(np.where(allowed, sums, -np.inf)))
        begin, finish = divmod(best, size)
        return Span(
            int(self.offsets[first + begin, 0]), int(self.offsets[first + finish, 1]), float(sums[begin, finish])
        )

    def held(self, start: int, end: int) -> float | None:
        """Log-odds that the answer, whichever words it is, starts and ends within some characters of the passage.

        They are against "the passage does not answer it"; None where no token lies there.
        """
        inside = self._tokens(start, end)
        if inside is None:
            return None
        return float(sum(np.logaddexp.reduce(logits[slice(*inside)]) for logits in (self.start, self.end)))

    def _tokens(self, start: int, end: int) -> tuple[int, int] | None:
        """The first token within some characters and the one after the last; None where there is none."""
        inside = np.flatnonzero((self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end))
        return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


@dataclass(frozen=True)
class Encoded:
    """One passage with the question in front of it, as tokens."""

    inputs: dict[str, npt.NDArray[np.int64]]  # (1, tokens) each
    lead: int  # where the passage's tokens begin
    offsets: npt.NDArray[np.int64]  # (the passage's tokens, 2): characters into the passage


class Reader:
    """The reading model, loaded once; safe to call from several threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # two passages at once take a third less than one by two threads
        self._session: Any = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = Tokenizer.from_file(str(default_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._cls = self._tokenizer.token_to_id("[CLS]")
        self._sep = self._tokenizer.token_to_id("[SEP]")
        self._workers = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reader")

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """What each passage says to the question, in the order given.

        Each is read alone, so that what it is found to say does not hang on the others, and no work goes into
        padding; questions of several threads are read in the order they came.
        """
        return list(self._workers.map(self._read, self.encode(question, passages)))

    def encode(self, question: str, passages: Sequence[str]) -> list[Encoded]:
        """What the model takes for each passage."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:MAX_QUESTION_TOKENS]
        lead = len(asked) + 2
        room = MAX_TOKENS - lead - 1
        encoded = []
        for passage in self._tokenizer.encode_batch(list(passages), add_special_tokens=False):
            ids = [self._cls, *asked, self._sep, *passage.ids[:room], self._sep]
            types = np.zeros((1, len(ids)), dtype=np.int64)
            types[0, lead:] = 1
            inputs = {"input_ids": np.array([ids]), "attention_mask": np.ones_like(types), "token_type_ids": types}
            offsets = np.array(passage.offsets[:room], dtype=np.int64).reshape(-1, 2)
            encoded.append(Encoded(inputs, lead, offsets))
        return encoded

    def _read(self, encoded: Encoded) -> Reading:
        start, end, answerable = self._session.run(None, encoded.inputs)
        seen = slice(encoded.lead, encoded.lead + len(encoded.offsets))
        return Reading(
            offsets=encoded.offsets,
            start=start[0, seen] - start[0, 0],
            end=end[0, seen] - end[0, 0],
            answerable=float(answerable[0]),
        )
