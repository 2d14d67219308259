"""Training of the reader: `python -m qa.reader.train --data FOLDER --squad2 FOLDER --wordnet FOLDER --out FOLDER`.

First on SQuADShifts, then on SQuAD 2.0, four times from there: each time without a quarter of its articles, so that
every question can be measured with a network that was not trained on its article. The reader is the mean of the four.
On Linux it goes twice as fast with MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_ set to more than a step's memory
(17179869184): the C library then keeps the memory of a step for the next one.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from corpus.sentences import sentence_spans
from qa.reader.examples import FOLDS, Example, examples, folds, in_passages, squad2_folder, squad_json
from qa.reader.network import INPUTS, ReaderNetwork
from qa.reader.rewording import NearWords
from qa.reader.wordnet import WordNet
from qa.wording import words

MAX_TOKENS = 256  # of question and passage
MAX_QUESTION_TOKENS = 64
BATCH = 16
SHARED_WEIGHT = 0.5
SENTENCE_WEIGHT = 0.5
ANSWERABLE_WEIGHT = 0.5
FIRST_SHARE = 0.62  # of the time, for SQuADShifts
TOLD_SHARE = 0.25  # of the questions that come after a sentence that tells of what is asked
TOLD_AGAIN_SHARE = 0.5  # of those of SQuAD 2.0 when they are asked for the second time; the first time none does
REPLAYED = 1_000  # questions of SQuADShifts that are asked again with SQuAD 2.0
SHOWN = 256  # examples by which the spread of a layer's inputs is known before the export
_NEVER = -1e4


def encode(tokenizer: Any, batch: Sequence[Example]) -> dict[str, torch.Tensor]:
    """Token ids of some examples, with where an answer starts, ends and has its sentence as 0/1 masks."""
    rows = []
    for example in batch:
        question = tokenizer(
            example.question, add_special_tokens=False, truncation=True, max_length=MAX_QUESTION_TOKENS
        )
        lead = len(question["input_ids"]) + 2
        passage = tokenizer(
            example.passage,
            add_special_tokens=False,
            return_offsets_mapping=True,
            truncation=True,
            max_length=MAX_TOKENS - lead - 1,
        )
        offsets = passage["offset_mapping"]
        starts, ends = set(), set()
        sentences = [
            (start, end)
            for start, end in sentence_spans(example.passage)
            if any(start <= span_start < end for span_start, _ in example.spans)
        ]
        held = {lead + at for at, (start, _) in enumerate(offsets) if any(a <= start < b for a, b in sentences)}
        for span_start, span_end in example.spans:
            inside = [at for at, (start, end) in enumerate(offsets) if start < span_end and span_start < end]
            if inside and offsets[inside[0]][0] >= span_start - 1:
                starts.add(lead + inside[0])
                ends.add(lead + inside[-1])
        tokens = [
            tokenizer.cls_token_id,
            *question["input_ids"],
            tokenizer.sep_token_id,
            *passage["input_ids"],
            tokenizer.sep_token_id,
        ]
        rows.append((tokens, lead, starts or {0}, ends or {0}, held if starts else {0}))
    width = _width(max(len(tokens) for tokens, *_ in rows))
    shape = (len(rows), width)
    made = {name: torch.zeros(shape, dtype=torch.long) for name in INPUTS}
    made |= {name: torch.zeros(shape, dtype=torch.bool) for name in ("starts", "ends", "held", "allowed")}
    for row, (tokens, lead, starts, ends, held) in enumerate(rows):
        made["input_ids"][row, : len(tokens)] = torch.tensor(tokens)
        made["attention_mask"][row, : len(tokens)] = 1
        made["token_type_ids"][row, lead : len(tokens)] = 1
        made["starts"][row, list(starts)] = True
        made["ends"][row, list(ends)] = True
        made["held"][row, list(held)] = True
        made["allowed"][row, lead : len(tokens) - 1] = True
        made["allowed"][row, 0] = True
    asked: dict[tuple[str, str], int] = {}
    made["asked"] = torch.tensor([asked.setdefault((example.group, example.question), len(asked)) for example in batch])
    return made


def _width(tokens: int) -> int:
    """Of a batch, for its longest example; there are few, since each new shape is compiled anew."""
    return -(-tokens // 16) * 16


def loss_of(network: ReaderNetwork, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """What is to be made small: three losses, each a mean over the examples that it applies to.

    The answer's place in its passage, or none there (marginal log likelihood of the starts and the ends); its place
    among all the words of all the passages that the same question is put to (Clark and Gardner, ACL 2018); and
    whether the passage answers at all. A place is the answer's own, and, counting for less, anywhere in its sentence.
    """
    start, end, answerable = network(*(batch[name] for name in INPUTS))
    total = torch.zeros(())
    inside = batch["allowed"].clone()
    inside[:, 0] = False
    together = batch["asked"][:, None] == batch["asked"][None, :]
    answered = ~batch["starts"][:, 0]
    for logits, own in ((start, batch["starts"]), (end, batch["ends"])):
        logits = logits.float().masked_fill(~batch["allowed"], _NEVER)
        against_none = logits - logits[:, :1]
        mass = torch.logsumexp(against_none.masked_fill(~inside, _NEVER), dim=-1)
        of_group = torch.logsumexp(torch.where(together, mass[None, :], _NEVER), dim=-1)
        for gold, weight in ((own, 1.0), (batch["held"], SENTENCE_WEIGHT)):
            gold_mass = torch.logsumexp(logits.masked_fill(~gold, _NEVER), dim=-1)
            total = total + weight * (torch.logsumexp(logits, dim=-1) - gold_mass).mean() / 2
            shared = of_group - torch.logsumexp(against_none.masked_fill(~(gold & inside), _NEVER), dim=-1)
            total = total + weight * SHARED_WEIGHT * (shared * answered).sum() / answered.sum().clamp(min=1) / 2
    return total + ANSWERABLE_WEIGHT * binary_cross_entropy_with_logits(answerable.float(), answered.float())


def batches(made: Sequence[Example], *, seed: int) -> Iterator[list[Example]]:
    """The examples in batches of like length, those of a group in one batch, in random order."""
    chance = random.Random(seed)
    groups = [list(members) for _, members in itertools.groupby(made, key=lambda example: example.group)]
    for at in range(0, len(groups), BATCH * 20):
        part = sorted(groups[at : at + BATCH * 20], key=lambda group: max(map(_length, group)))
        found: list[list[Example]] = [[]]
        for group in part:
            if len(found[-1]) + len(group) > BATCH:
                found.append([])
            found[-1] += group
        chance.shuffle(found)
        yield from found


def _length(example: Example) -> int:
    return len(example.passage) + len(example.question)


def train(
    network: ReaderNetwork, tokenizer: Any, made: Sequence[Example], *, rate: float, seed: int, minutes: float
) -> None:
    """One pass over the examples, the learning rate rising for 6 % of it and falling to 0 by the end.

    The end is the last example, or the last of the minutes, whichever comes first.
    """
    torch.manual_seed(seed)
    network.train()
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    device = weights[0].device
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    began, shown, seen = time.monotonic(), 0.0, 0
    for step, batch in enumerate(batches(made, seed=seed)):
        done = max(seen / len(made), (time.monotonic() - began) / 60 / minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (done + 0.001) / 0.06) * (1.0 - done)
        encoded = {name: tensor.to(device) for name, tensor in encode(tokenizer, batch).items()}
        with torch.autocast(device.type, dtype=torch.bfloat16):
            loss = loss_of(network, encoded)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        seen += len(batch)
        shown = loss.item() if step == 0 else 0.98 * shown + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{seen} of {len(made)} examples, loss {shown:.3f}, {time.monotonic() - began:.0f} s", flush=True)


def mixed(parts: Iterable[Sequence[Example]], *, seed: int) -> list[Example]:
    """The examples of several lists in random order, those of a group together."""
    groups = [list(group) for part in parts for _, group in itertools.groupby(part, key=lambda example: example.group)]
    random.Random(seed).shuffle(groups)
    return [example for group in groups for example in group]


def mean_weights(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of some networks' weights (Wortsman et al., ICML 2022)."""
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def main() -> None:
    """Train a reader and write its weights, with those of the folds it is the mean of."""
    from transformers import AutoTokenizer

    from qa.reader.export import agreement, export, smoothed
    from vectorstore.default_model import default_folder
    from vectorstore.embedding import EmbeddingModel

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the SQuADShifts files")
    parser.add_argument("--squad2", type=Path, required=True, help="the folder with SQuAD 2.0's corpus and queries")
    parser.add_argument("--wordnet", type=Path, required=True, help="the folder with WordNet's files")
    parser.add_argument("--out", type=Path, required=True, help="where reader.onnx and reader-0.onnx … are written")
    parser.add_argument("--first", type=Path, help="first.pt of an earlier training, to go on from there")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=73.0, help="for all of it; on a GPU it ends sooner")
    options = parser.parse_args()
    ends = time.monotonic() + 60 * options.minutes * (1.0 if options.first is None else 1 - FIRST_SHARE)
    torch.set_num_threads(min(2, torch.get_num_threads()))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    seed, out = options.seed, options.out

    shifts = [squad_json(options.data / f"squadshifts_{name}.json") for name in ("new_wiki", "reddit", "amazon")]
    squad2 = squad2_folder(options.squad2)
    asked = [item for part in (*shifts, squad2) for item in part]
    vocabulary = sorted({word.text for item in asked for word in words(item.question)})
    embedding = EmbeddingModel()
    near = NearWords(vocabulary, embedding.encode, WordNet(options.wordnet))
    count_tokens = embedding.count_tokens
    tokenizer = AutoTokenizer.from_pretrained(default_folder())
    network = ReaderNetwork(default_folder()).to(device)
    shifts = [in_passages(part, count_tokens, seed=seed) for part in shifts]
    out.mkdir(parents=True, exist_ok=True)
    if options.first is None:
        first = mixed((examples(part, seed=seed, near=near, told_share=TOLD_SHARE) for part in shifts), seed=seed)
        print(f"{len(first)} examples of {sum(map(len, shifts))} questions of SQuADShifts", flush=True)
        train(network, tokenizer, first, rate=2e-4, seed=seed, minutes=FIRST_SHARE * (ends - time.monotonic()) / 60)
        torch.save(network.state_dict(), out / "first.pt")
    else:
        network.load_state_dict(torch.load(options.first, map_location=device, weights_only=True))
    begun = copy.deepcopy(network.state_dict())

    fold_of = folds(item.group for item in squad2)
    states = []
    for fold in range(FOLDS):
        kept = [item for item in squad2 if fold_of[item.group] != fold]
        again = random.Random(seed + fold).sample([item for part in shifts for item in part], REPLAYED)
        made = mixed(
            [
                examples(in_passages(kept, count_tokens, seed=seed), seed=seed),
                examples(
                    in_passages(kept, count_tokens, seed=seed + 1),
                    seed=seed + 1,
                    near=near,
                    told_share=TOLD_AGAIN_SHARE,
                ),
                examples(again, seed=seed, near=near, told_share=TOLD_SHARE),
            ],
            seed=seed,
        )
        network.load_state_dict(begun)
        minutes = (ends - time.monotonic()) / 60 / (FOLDS - fold)
        train(network, tokenizer, made, rate=6e-5, seed=seed + fold, minutes=minutes)
        states.append(copy.deepcopy(network.state_dict()))
        torch.save(states[-1], out / f"fold-{fold}.pt")
        shown = [encode(tokenizer, made[at : at + BATCH]) for at in range(0, SHOWN, BATCH)]
        print(export(smoothed(network, shown), out, f"reader-{fold}.onnx"), flush=True)
    network.load_state_dict(mean_weights(states))
    torch.save(network.state_dict(), out / "reader.pt")
    shipped = export(smoothed(network, shown), out)
    overlap, correlation = agreement(
        shipped, out / "float.onnx", [(item.question, item.passage) for item in squad2[::10]]
    )
    print(
        f"{shipped}: int8 against float32, the words pointed at overlap for {overlap:.3f} of the questions, "
        f"the log-odds correlate {correlation:.4f}"
    )


if __name__ == "__main__":
    main()
