"""What of the library's view can be called from a browser, where one may change the library and where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.ui import library_view
from qa.ui.page import build

if TYPE_CHECKING:
    from qa import Engine

CHANGES = {"take_in", "discard", "restore"}


@pytest.mark.parametrize("may_edit", [True, False])
def test_where_one_may_only_read_no_event_changes_the_library(engine: Engine, may_edit: bool) -> None:
    page = build(engine, may_edit=may_edit)
    events = {name for function in page.fns.values() for _, name in function.targets}
    assert events & CHANGES == (CHANGES if may_edit else set())
    assert "changed" in events


def test_where_one_may_only_read_there_is_no_place_to_drop_files_on() -> None:
    assert 'type="file"' in library_view.side(may_edit=True)
    assert 'type="file"' not in library_view.side(may_edit=False)
