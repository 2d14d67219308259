"""Export of a trained reader: to ONNX, its weights and products in int8.

A few inputs are far larger than the rest, so that eight bits leave little for the rest. Before that, each input of a
layer is divided by a factor and its weights are multiplied by it (Xiao et al.: SmoothQuant, ICML 2023).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from qa.reader.model import Reader
from qa.reader.network import INPUTS, ReaderNetwork

_SHIFTED = 0.75  # how much of the spread goes from the inputs to the weights: 0 none, 1 all


class _Divided(nn.Module):
    """A linear layer whose inputs are divided by factors, one an input, and its weights multiplied."""

    inverse: torch.Tensor

    def __init__(self, layer: nn.Linear, factors: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("inverse", 1 / factors)
        self.layer = copy.deepcopy(layer)
        with torch.no_grad():
            self.layer.weight.mul_(factors)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        outputs: torch.Tensor = self.layer(inputs * self.inverse)
        return outputs


def smoothed(network: ReaderNetwork, batches: Iterable[Mapping[str, torch.Tensor]]) -> ReaderNetwork:
    """A copy of a network that computes the same, with less spread in what its large layers are given.

    The batches show what they are given: tensors as the network takes them, by their names.
    """
    made = copy.deepcopy(network).cpu().eval()
    layers = {name: layer for name, layer in made.encoder.named_modules() if isinstance(layer, nn.Linear)}
    most: dict[str, torch.Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
        def note(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            seen = given[0].detach().abs().flatten(0, -2).amax(0)
            most[name] = torch.maximum(most[name], seen) if name in most else seen

        return note

    hooks = [layer.register_forward_pre_hook(watch(name)) for name, layer in layers.items()]
    with torch.inference_mode():
        for batch in batches:
            made(*(batch[name].cpu() for name in INPUTS))
    for hook in hooks:
        hook.remove()
    for name, layer in layers.items():
        spread = layer.weight.detach().abs().amax(0).clamp(min=1e-4)
        factors = most[name].clone().clamp(min=1e-3) ** _SHIFTED / spread ** (1 - _SHIFTED)
        parent, _, own = name.rpartition(".")
        setattr(made.encoder.get_submodule(parent), own, _Divided(layer, factors / factors.median()))
    return made


def export(network: ReaderNetwork, folder: Path, name: str = "reader.onnx") -> Path:
    """Write the network in int8 into a folder, in float32 as `float.onnx`; inputs are free in both dimensions."""
    folder.mkdir(parents=True, exist_ok=True)
    network.cpu().eval()
    whole = folder / "float.onnx"
    example = torch.ones((2, 8), dtype=torch.long)
    torch.onnx.export(
        network,
        (example, example, example),
        str(whole),
        input_names=list(INPUTS),
        output_names=["start", "end", "answerable"],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*INPUTS, "start", "end")}
        | {"answerable": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    prepared = folder / "prepared.onnx"
    quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
    small = folder / name
    quantize_dynamic(str(prepared), str(small), weight_type=QuantType.QInt8, per_channel=True)
    prepared.unlink()
    return small


def agreement(one: Path, other: Path, asked: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """How alike two exported readers read questions with passages.

    The share of them for which both point at overlapping words, and the correlation of their log-odds.
    """
    readers = Reader(one), Reader(other)
    overlap, margins = 0, []
    for question, passage in asked:
        spans = [reader.read(question, [passage])[0].best_span(0, len(passage)) for reader in readers]
        a, b = spans
        if a is None or b is None:
            continue
        overlap += a.start < b.end and b.start < a.end
        margins.append((a.margin, b.margin))
    return overlap / len(margins), float(np.corrcoef(np.array(margins).T)[0, 1])
