"""Training of the reader: `python -m qa.reader.train --data FOLDER --squad2 FOLDER --out FOLDER`.

On Linux it goes twice as fast with MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_ set to more than a step's memory
(17179869184): the C library then keeps the memory of a step for the next one.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax

from qa.reader.examples import Example, examples, squad2_folder, squad_json
from qa.reader.network import ReaderNetwork

MAX_TOKENS = 176  # of question and passage; a longer passage is cut to a window around the answer
MAX_QUESTION_TOKENS = 48
BATCH = 32


def encode(tokenizer: Any, batch: Sequence[Example]) -> dict[str, torch.Tensor]:
    """Token ids of some examples, with the positions where an answer starts and ends as 0/1 masks."""
    rows = []
    for example in batch:
        question = tokenizer(
            example.question, add_special_tokens=False, truncation=True, max_length=MAX_QUESTION_TOKENS
        )
        passage = tokenizer(example.passage, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        room = MAX_TOKENS - len(question["input_ids"]) - 3
        offsets = passage["offset_mapping"]
        first = 0
        if example.spans and len(offsets) > room:
            answer_end = example.spans[0][1]
            last = next((at for at, (_, end) in enumerate(offsets) if end >= answer_end), len(offsets) - 1)
            first = max(0, min(last - room // 2, len(offsets) - room))
        ids = passage["input_ids"][first : first + room]
        offsets = offsets[first : first + room]
        lead = len(question["input_ids"]) + 2
        starts, ends = set(), set()
        for span_start, span_end in example.spans:
            inside = [at for at, (start, end) in enumerate(offsets) if start < span_end and span_start < end]
            if inside and offsets[inside[0]][0] >= span_start - 1:
                starts.add(lead + inside[0])
                ends.add(lead + inside[-1])
        tokens = [tokenizer.cls_token_id, *question["input_ids"], tokenizer.sep_token_id, *ids, tokenizer.sep_token_id]
        rows.append((tokens, lead, starts or {0}, ends or {0}))
    width = -(-max(len(tokens) for tokens, *_ in rows) // 32) * 32  # few shapes: each new one is compiled anew
    shape = (len(rows), width)
    made = {name: torch.zeros(shape, dtype=torch.long) for name in ("input_ids", "attention_mask", "token_type_ids")}
    made |= {name: torch.zeros(shape, dtype=torch.bool) for name in ("starts", "ends", "allowed")}
    for row, (tokens, lead, starts, ends) in enumerate(rows):
        made["input_ids"][row, : len(tokens)] = torch.tensor(tokens)
        made["attention_mask"][row, : len(tokens)] = 1
        made["token_type_ids"][row, lead : len(tokens)] = 1
        made["starts"][row, list(starts)] = True
        made["ends"][row, list(ends)] = True
        made["allowed"][row, lead : len(tokens) - 1] = True
        made["allowed"][row, 0] = True
    return made


def loss_of(network: ReaderNetwork, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Marginal log likelihood of the answer's starts and ends, plus that of being answerable."""
    start, end, answerable = network(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
    total = torch.zeros(())
    for logits, gold in ((start, batch["starts"]), (end, batch["ends"])):
        logs = log_softmax(logits.float().masked_fill(~batch["allowed"], -1e4), dim=-1)
        total = total - torch.logsumexp(logs.masked_fill(~gold, -1e4), dim=-1).mean() / 2
    has_answer = (~batch["starts"][:, 0]).float()
    return total + 0.5 * binary_cross_entropy_with_logits(answerable.float(), has_answer)


def batches(made: Sequence[Example], *, seed: int) -> Iterator[list[Example]]:
    """The examples in batches of like length, in random order."""
    chance = random.Random(seed)
    chunk = BATCH * 40
    for at in range(0, len(made), chunk):
        part = sorted(made[at : at + chunk], key=lambda example: len(example.passage) + len(example.question))
        groups = [part[start : start + BATCH] for start in range(0, len(part), BATCH)]
        chance.shuffle(groups)
        yield from groups


def train(
    network: ReaderNetwork, tokenizer: Any, made: Sequence[Example], *, rate: float, seed: int, minutes: float = 1e9
) -> None:
    """One pass over the examples, the learning rate rising for 6 % of the steps and falling to 0 by the end."""
    torch.manual_seed(seed)
    network.train()
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    steps = math.ceil(len(made) / BATCH)
    began, shown = time.monotonic(), 0.0
    for step, batch in enumerate(batches(made, seed=seed)):
        done = max(step / steps, (time.monotonic() - began) / 60 / minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / (0.06 * steps)) * (1.0 - done)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(network, encode(tokenizer, batch))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        shown = loss.item() if step == 0 else 0.98 * shown + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"step {step} of {steps}, loss {shown:.3f}, {time.monotonic() - began:.0f} s", flush=True)


def all_examples(data: Path, squad2: Path, *, seed: int) -> list[Example]:
    """The examples of one training: SQuADShifts, its Wikipedia part whole, and SQuAD 2.0 one and a half times."""
    chance = random.Random(seed)
    made = []
    for name, most in (("new_wiki", 8_000), ("reddit", 3_500), ("amazon", 3_500)):
        asked = squad_json(data / f"squadshifts_{name}.json")
        chance.shuffle(asked)
        made += examples(asked[:most], seed=seed)
    answerable_or_not = examples(squad2_folder(squad2), seed=seed)
    made += answerable_or_not + answerable_or_not[: len(answerable_or_not) // 2]
    chance.shuffle(made)
    return made


def main() -> None:
    """Train a reader and write its weights."""
    from transformers import AutoTokenizer

    from qa.reader.export import export
    from vectorstore.embedding import default_folder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the SQuADShifts files")
    parser.add_argument("--squad2", type=Path, required=True, help="the folder with SQuAD 2.0's corpus and queries")
    parser.add_argument(
        "--out", type=Path, required=True, help="the folder where reader.onnx and float.onnx are written"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=75.0, help="the learning rate has fallen to 0 by then")
    options = parser.parse_args()
    torch.set_num_threads(2)
    made = all_examples(options.data, options.squad2, seed=options.seed)
    print(f"{len(made)} examples", flush=True)
    tokenizer = AutoTokenizer.from_pretrained(default_folder())
    network = ReaderNetwork(default_folder())
    train(network, tokenizer, made, rate=1.5e-4, seed=options.seed, minutes=options.minutes)
    print(export(network, options.out), flush=True)


if __name__ == "__main__":
    main()
