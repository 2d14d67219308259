"""The network that is trained: the embedding model's encoder with a span head and an answerable head."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class ReaderNetwork(nn.Module):
    """Scores every token as the start and the end of the answer, and the passage as answering at all.

    Position 0 (the [CLS] token) stands for "no answer here".
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
        )
        size = self.encoder.config.hidden_size
        self.span = nn.Linear(size, 2)
        self.answerable = nn.Linear(size, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Start logits and end logits, both (batch, tokens), and the answerable logit (batch,)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        start, end = self.span(hidden).unbind(-1)
        return start, end, self.answerable(hidden[:, 0]).squeeze(-1)
