"""The benchmark's page."""

from __future__ import annotations

from evals.speed.report import Measured, target_rows, to_html
from evals.speed.targets import TARGETS


def test_every_target_has_a_row() -> None:
    rows = {row[0]: row for row in target_rows({"open_seconds": 2.0, "memory_mb": 700.0, "add_vs_stock": 2.4})}
    assert list(rows) == ["figure", *TARGETS]
    assert rows["open_seconds"][1:4] == ("≤ 3", "2.000", "yes")
    assert rows["memory_mb"][1:4] == ("≤ 600", "700.000", "NO")
    assert rows["add_vs_stock"][1:4] == ("≥ 2.5", "2.400", "NO")
    assert rows["threads_p95"][2:4] == ("not measured", "")


def test_page() -> None:
    measured = Measured(
        metrics={"open_seconds": 2.0, "memory_mb": 700.0, "other": 1.5},
        samples={"Retrieval <quick>": {"ours": [0.010, 0.012, 0.011], "floor": [0.008, 0.009, 5.0]}},
        notes=["Something & more was left out."],
    )
    page = to_html(measured)
    assert "Something &amp; more was left out." in page
    assert page.count('class="bad"') == 1
    assert "ours, p50 11.0 ms" in page
    assert "floor, p50 9.0 ms" in page
    assert "Retrieval &lt;quick&gt;" in page
    assert page.count("<svg") == 2
    assert "<td>1.500</td>" in page


def test_page_of_nothing() -> None:
    assert "<svg" not in to_html(Measured())
