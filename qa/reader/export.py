"""Export of a trained reader: to ONNX, its weights and products in int8."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from qa.reader.model import Reader
from qa.reader.network import ReaderNetwork


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
        input_names=["input_ids", "attention_mask", "token_type_ids"],
        output_names=["start", "end", "answerable"],
        dynamic_axes={
            name: {0: "batch", 1: "tokens"}
            for name in ("input_ids", "attention_mask", "token_type_ids", "start", "end")
        }
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
