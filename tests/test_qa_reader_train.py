"""Training: how examples become tensors, what the loss asks for, and that a few steps lower it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from qa.reader.examples import Example
from qa.reader.export import smoothed
from qa.reader.network import ReaderNetwork
from qa.reader.train import BATCH, batches, encode, loss_of, mean_weights, mixed, train
from vectorstore.default_model import default_folder

PASSAGE = "The bridge was opened on 3 May by Anna Reid, the mayor of Perth."
NAME = PASSAGE.index("Anna Reid")
RIGHT = Example("Who opened the bridge?", PASSAGE, ((NAME, NAME + len("Anna Reid")),), "g1")
WRONG = Example("Who opened the bridge?", "It rained in Ulm all summer.", (), "g1")


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(default_folder())


def test_the_marked_tokens_are_the_answer(tokenizer: Any) -> None:
    made = encode(tokenizer, [RIGHT, WRONG])
    (start,), (end,) = made["starts"][0].nonzero().tolist(), made["ends"][0].nonzero().tolist()
    assert tokenizer.decode(made["input_ids"][0, start[0] : end[0] + 1]) == "anna reid"
    assert made["starts"][1].nonzero().tolist() == [[0]] == made["ends"][1].nonzero().tolist()
    assert made["asked"].tolist() == [0, 0]


def test_the_sentences_marked_are_those_with_the_answer(tokenizer: Any) -> None:
    before = "It rained in Ulm. "
    spans = tuple((start + len(before), end + len(before)) for start, end in RIGHT.spans)
    made = encode(tokenizer, [replace(RIGHT, passage=f"{before}{PASSAGE} Then it fell.", spans=spans), WRONG])
    assert tokenizer.decode(made["input_ids"][0, made["held"][0]]) == PASSAGE.casefold()
    assert made["held"][1].nonzero().tolist() == [[0]]


def test_the_loss_is_lower_for_the_right_sentence_than_for_another(
    tokenizer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = encode(tokenizer, [replace(RIGHT, passage=f"{PASSAGE} Then it fell.")])
    sentence = batch["held"][0] & ~(batch["starts"][0] | batch["ends"][0])
    beside = batch["allowed"][0] & ~batch["held"][0]
    beside[0] = False
    losses = []
    for pointed in (sentence, beside):
        logits = torch.where(pointed, 5.0, 0.0)[None]
        monkeypatch.setattr(ReaderNetwork, "forward", lambda *_, given=logits: (given, given, torch.zeros(1)))
        losses.append(loss_of(ReaderNetwork(default_folder()), batch).item())
    assert losses[0] < losses[1]


def test_batches_hold_every_example_once_and_groups_whole() -> None:
    made = [Example(f"Question {n // 2}?", "word " * (n % 17 + 1), (), f"g{n // 2}") for n in range(3 * BATCH)]
    found = list(batches(made, seed=1))
    assert sorted(example.question for batch in found for example in batch) == sorted(e.question for e in made)
    assert all(len(batch) <= BATCH for batch in found)
    for batch in found:
        groups = [example.group for example in batch]
        assert all(groups.count(group) == 2 for group in groups)


def test_mixing_keeps_groups_together_and_loses_nothing() -> None:
    first = [Example("a?", str(n), (), f"a{n // 2}") for n in range(10)]
    second = [Example("b?", str(n), (), f"b{n}") for n in range(5)]
    made = mixed([first, second], seed=1)
    assert sorted(made, key=repr) == sorted(first + second, key=repr)
    assert all(made.index(one) + 1 == made.index(other) for one, other in zip(first[::2], first[1::2], strict=True))


def test_a_few_steps_lower_the_loss(tokenizer: Any) -> None:
    torch.manual_seed(0)
    network = ReaderNetwork(default_folder())
    batch = encode(tokenizer, [RIGHT, WRONG])
    before = loss_of(network, batch).item()
    made = [replace(example, group=f"g{n}") for n in range(60) for example in (RIGHT, WRONG)]
    train(network, tokenizer, made, rate=3e-4, seed=1, minutes=5)
    after = loss_of(network, batch).item()
    assert after < before
    start, _, _ = network(*(batch[name] for name in ("input_ids", "attention_mask", "token_type_ids")))
    assert torch.isfinite(start).all()


def test_the_mean_of_weights() -> None:
    states = [{"a": torch.tensor([1.0, 2.0])}, {"a": torch.tensor([3.0, 6.0])}]
    assert mean_weights(states)["a"].tolist() == [2.0, 4.0]


def test_a_smoothed_network_computes_the_same_and_its_inputs_spread_less(tokenizer: Any) -> None:
    torch.manual_seed(0)
    network = ReaderNetwork(default_folder()).eval()
    batch = encode(tokenizer, [RIGHT, WRONG])
    made = smoothed(network, [batch])
    names = ("input_ids", "attention_mask", "token_type_ids")
    with torch.inference_mode():
        outputs = [one(*(batch[name] for name in names)) for one in (network, made)]
    for before, after in zip(*outputs, strict=True):
        torch.testing.assert_close(after, before, atol=1e-3, rtol=1e-3)
    assert "inverse" not in dict(network.named_buffers()), "the network itself is left as it was"

    spreads = []
    for one in (network, made):
        layer = [module for module in one.modules() if isinstance(module, torch.nn.Linear)][-4]
        seen: list[torch.Tensor] = []
        layer.register_forward_pre_hook(lambda _, given, seen=seen: seen.append(given[0].abs().flatten(0, -2).amax(0)))
        one(*(batch[name] for name in names))
        spreads.append(float(seen[0].detach().max() / seen[0].detach().median()))
    assert spreads[1] < spreads[0]
