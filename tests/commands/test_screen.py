"""What reaches the terminal."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from app.commands import screen
from app.commands.emphasis import Emphasis


def printed(thing: object) -> str:
    screened = io.StringIO()
    Console(file=screened, width=80, highlight=False).print(thing)
    return screened.getvalue()


def test_text_from_documents_can_neither_style_nor_steer_the_terminal() -> None:
    assert printed(screen.plain("[red]Fee[/red] \x1b[2J\x9b1m12 %")).strip() == "[red]Fee[/red] [2J1m12 %"


def test_a_table_cuts_nothing_off() -> None:
    name = "a-very-long-name-" * 8
    shown = printed(screen.table("", ("document", "pages"), [(name, 1234)]))
    assert "1,234" in shown
    assert "".join(shown.split()).count("a-very-long-name-") >= 1
    assert "…" not in shown


def test_stars_that_come_in_two_pieces_are_still_bold() -> None:
    emphasis = Emphasis()
    pieces = [emphasis.styled(piece) for piece in ("**Six", "ty*", "* days")]
    assert "".join(piece.plain for piece in pieces) == "Sixty days"
    assert [str(span.style) for piece in pieces for span in piece.spans] == ["bold", "bold"]


def test_a_star_at_the_very_end_is_shown() -> None:
    emphasis = Emphasis()
    assert emphasis.styled("5 *").plain + emphasis.rest().plain == "5 *"


@given(st.lists(st.text(alphabet="a* \n", max_size=5), max_size=8))
def test_how_an_answer_is_cut_into_pieces_does_not_change_what_is_shown(pieces: list[str]) -> None:
    apart, whole = Emphasis(), Emphasis()
    shown = "".join(apart.styled(piece).plain for piece in pieces) + apart.rest().plain
    assert shown == whole.styled("".join(pieces)).plain + whole.rest().plain
