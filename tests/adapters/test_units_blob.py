"""Units as bytes and back."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.units_blob import HEADER, pack, unpack
from app.domain.errors import Unavailable
from app.ports import Units
from tests.fakes.random_units import made_up, same, units


@given(units())
@settings(deadline=None)
def test_units_read_back_the_same_with_vectors_of_length_one(packed: Units) -> None:
    found = unpack(pack(packed))
    assert same(found, packed)
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-6)


@given(units(), st.sets(st.integers(-1, 8)))
@settings(deadline=None)
def test_units_of_some_passages_are_those_rows_of_all(packed: Units, wanted: set[int]) -> None:
    content = pack(packed)
    whole, found = unpack(content), unpack(content, wanted)
    rows = [row for row, passage in enumerate(whole.passages) if int(passage) in wanted]
    for field in ("starts", "ends", "passages", "vectors", "kinds"):
        assert np.array_equal(getattr(found, field), getattr(whole, field)[rows])


def test_a_unit_takes_a_byte_for_each_number_of_its_vector_and_little_else() -> None:
    one, two = (len(pack(made_up(count, dimension=384, kinds=40))) for count in (1, 2))
    assert two - one == 384 + 2 * 40 + 4 * 4


def test_a_vector_of_zeros_stays_one() -> None:
    nothing = np.zeros((1, 4), dtype=np.float32)
    place = np.zeros(1, dtype=np.int32)
    found = unpack(pack(Units(place, place, place, nothing, nothing[:, :2])))
    assert np.array_equal(found.vectors, nothing)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[: HEADER.size - 1],
        lambda content: content[:-1],
        lambda content: content + b"\x00",
        lambda content: b"LU\x00\x02" + content[4:],
    ],
)
def test_bytes_that_are_no_units_are_refused_with_a_sentence(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unavailable, match="cannot be read: run 'liaison ingest'"):
        unpack(spoil(pack(made_up(3))))
