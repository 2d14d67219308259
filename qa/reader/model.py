"""The reader as it is used: for a question and some passages, where in each the answer stands, if it does.

It can only point at words that are there. Its weights are in this folder, in int8 for onnxruntime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vectorstore.embedding import default_folder

WEIGHTS = Path(__file__).with_name("reader.onnx")
MAX_TOKENS = 256  # of question and passage together
MAX_QUESTION_TOKENS = 48
LONGEST_ANSWER = 30  # tokens
_THREADS = 2

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
        inside = np.flatnonzero((self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end))
        if not len(inside):
            return None
        first, last = int(inside[0]), int(inside[-1]) + 1
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


class Reader:
    """The reading model, loaded once; safe to call from several threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        # Threads that spin while they wait take the processor from the embedding model.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = Tokenizer.from_file(str(default_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._cls = self._tokenizer.token_to_id("[CLS]")
        self._sep = self._tokenizer.token_to_id("[SEP]")

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """What each passage says to the question, in the order given."""
        if not passages:
            return []
        places, inputs = self.encode(question, passages)
        lead = int(np.argmax(inputs["token_type_ids"][0]))  # where the passages begin
        start, end, answerable = self._session.run(None, inputs)
        readings = []
        for row, offsets in enumerate(places):
            seen = slice(lead, lead + len(offsets))
            readings.append(
                Reading(
                    offsets=offsets,
                    start=start[row, seen] - start[row, 0],
                    end=end[row, seen] - end[row, 0],
                    answerable=float(answerable[row]),
                )
            )
        return readings

    def encode(
        self, question: str, passages: Sequence[str]
    ) -> tuple[list[npt.NDArray[np.int64]], dict[str, npt.NDArray[np.int64]]]:
        """The model's inputs, (passages, tokens) each, and for each passage its tokens' offsets, (tokens, 2)."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:MAX_QUESTION_TOKENS]
        lead = len(asked) + 2
        encoded = self._tokenizer.encode_batch(list(passages), add_special_tokens=False)
        room = MAX_TOKENS - lead - 1
        width = lead + 1 + max(min(len(item.ids), room) for item in encoded)
        ids = np.zeros((len(passages), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        types = np.zeros_like(ids)
        for row, item in enumerate(encoded):
            tokens = [self._cls, *asked, self._sep, *item.ids[:room], self._sep]
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
            types[row, lead : len(tokens)] = 1
        offsets = [np.array(item.offsets[:room], dtype=np.int64).reshape(-1, 2) for item in encoded]
        return offsets, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
