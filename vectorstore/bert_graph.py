"""A small BERT that embeds texts, as an ONNX graph made from its weights.

PyTorch and what stands on it take longer to import than most questions take to answer; onnxruntime is there at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, npt.NDArray[np.float32]]

TOKENS = "tokens"  # the graph's input: the numbers of one text's tokens, int64, (tokens,)
_OPSET = 20  # the first that has Gelu
_IR_VERSION = 10  # of the same time


def session(weights: Weights, *, layers: int, heads: int, epsilon: float) -> Any:
    """An onnxruntime session that gives the mean of a text's token vectors: float32, (width,).

    `weights` are named as in Hugging Face's BertModel; `epsilon` is that of its layer norms.
    """
    graph = _Graph(weights, heads=heads, epsilon=epsilon)
    serialized = graph.model(layers).SerializeToString()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # several texts at once are quicker than one by several threads
    names = sorted(graph.used)
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(weights[name]) for name in names]
    options.add_external_initializers(names, values)
    return onnxruntime.InferenceSession(serialized, options, providers=["CPUExecutionProvider"])


class _Graph:
    """The operations so far, each named by its result."""

    def __init__(self, weights: Weights, *, heads: int, epsilon: float) -> None:
        self._weights = weights
        self._heads = heads
        self._epsilon = epsilon
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._numbers = count()
        self.used: set[str] = set()  # the weights

    def model(self, layers: int) -> Any:
        """The whole model, with the places of its weights, which are not in it."""
        result = self._mean(self._encoded(layers))
        width = self._weights["embeddings.LayerNorm.weight"].shape[0]
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [helper.make_tensor_value_info(TOKENS, TensorProto.INT64, ["tokens"])],
            [helper.make_tensor_value_info(result, TensorProto.FLOAT, [width])],
            [*self._constants, *(self._place(name) for name in sorted(self.used))],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)

    def _encoded(self, layers: int) -> str:
        words = self._op("Gather", self._weight("embeddings.word_embeddings.weight"), TOKENS)
        places = self._op(
            "Slice",
            self._weight("embeddings.position_embeddings.weight"),
            self._ints([0]),
            self._op("Shape", TOKENS),
            self._ints([0]),
        )
        kind = self._op("Gather", self._weight("embeddings.token_type_embeddings.weight"), self._ints(0))
        states = self._norm(self._op("Add", self._op("Add", words, places), kind), "embeddings.LayerNorm")
        for layer in range(layers):
            states = self._layer(states, f"encoder.layer.{layer}")
        return states

    def _layer(self, states: str, name: str) -> str:
        attended = self._linear(self._attention(states, f"{name}.attention.self"), f"{name}.attention.output.dense")
        states = self._norm(self._op("Add", states, attended), f"{name}.attention.output.LayerNorm")
        inner = self._op("Gelu", self._linear(states, f"{name}.intermediate.dense"))
        out = self._linear(inner, f"{name}.output.dense")
        return self._norm(self._op("Add", states, out), f"{name}.output.LayerNorm")

    def _attention(self, states: str, name: str) -> str:
        width = self._weights[f"{name}.query.weight"].shape[0] // self._heads
        query, key, value = (
            self._op("Reshape", self._linear(states, f"{name}.{part}"), self._ints([0, self._heads, width]))
            for part in ("query", "key", "value")
        )
        scores = self._op(
            "MatMul", self._op("Transpose", query, perm=[1, 0, 2]), self._op("Transpose", key, perm=[1, 2, 0])
        )
        scaled = self._op("Mul", scores, self._constant(np.array(width**-0.5, dtype=np.float32)))
        mixed = self._op("MatMul", self._op("Softmax", scaled, axis=-1), self._op("Transpose", value, perm=[1, 0, 2]))
        return self._op("Reshape", self._op("Transpose", mixed, perm=[1, 0, 2]), self._ints([0, self._heads * width]))

    def _linear(self, states: str, name: str) -> str:
        return self._op("Gemm", states, self._weight(f"{name}.weight"), self._weight(f"{name}.bias"), transB=1)

    def _norm(self, states: str, name: str) -> str:
        weight, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._op("LayerNormalization", states, weight, bias, axis=-1, epsilon=self._epsilon)

    def _mean(self, states: str) -> str:
        return self._op("ReduceMean", states, self._ints([0]), keepdims=0)

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        result = f"{kind}-{next(self._numbers)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [result], **attributes))
        return result

    def _ints(self, values: int | list[int]) -> str:
        return self._constant(np.array(values, dtype=np.int64))

    def _constant(self, values: npt.NDArray[Any]) -> str:
        name = f"constant-{next(self._numbers)}"
        self._constants.append(numpy_helper.from_array(values, name))
        return name

    def _weight(self, name: str) -> str:
        self.used.add(name)
        return name

    def _place(self, name: str) -> Any:
        """Where a weight goes; its values are handed over beside the graph, so that they are not copied into it."""
        place = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=self._weights[name].shape)
        place.data_location = TensorProto.EXTERNAL
        place.external_data.add(key="location", value="beside")
        return place
