"""The encrypted file opens only whole, unchanged and with its key."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkh_sembako.backup import sealed
from pkh_sembako.backup.sealed import CHUNK, SealedReader, SealedWriter
from pkh_sembako.lib.errors import DomainError

KEY, OTHER = bytes(32), b"\1" * 32
THREE_CHUNKS = bytes(range(256)) * (CHUNK * 5 // 2 // 256)


def written(content: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, KEY, {"made": "2026-11-22"})
    writer.write(content)
    writer.finish()
    return target.getvalue()


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return SealedReader(io.BytesIO(data), key).read()


def refusal(data: bytes, key: bytes = KEY) -> str:
    with pytest.raises(DomainError) as caught:
        opened(data, key)
    return caught.value.sentence


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_what_went_in_comes_out(size):
    content = b"x" * size
    assert opened(written(content)) == content


def test_nothing_readable_stands_in_the_file():
    data = written(b"Siti Aminah 3520123456780001" * 1000)
    assert (b"Siti" in data, b"3520" in data) == (False, False)


def test_the_same_content_never_looks_the_same_twice():
    assert written(b"x") != written(b"x")


def test_another_key_is_named_as_such():
    assert refusal(written(b"x"), OTHER) == (
        "Kunci cadangan (BACKUP_KEY) bukan kunci yang dipakai saat berkas ini dibuat."
    )


def test_a_file_that_is_no_backup_says_so():
    assert refusal(b"%PDF-1.7 and so on, long enough to look into") == (
        "Berkas ini bukan berkas cadangan, atau awalnya rusak."
    )


def body_start(data: bytes) -> int:
    return len(sealed.read_header(io.BytesIO(data))[1])


def test_chunks_dropped_doubled_or_exchanged_do_not_open():
    data = written(THREE_CHUNKS)
    start, one = body_start(data), CHUNK + 20
    head, first, second, rest = data[:start], data[start:][:one], data[start + one :][:one], data[start + 2 * one :]
    for planted in (head + second + rest, head + first + first + second + rest, head + second + first + rest):
        assert refusal(planted) == sealed.DAMAGED
    assert opened(head + first + second + rest) == THREE_CHUNKS


def test_a_file_cut_at_the_edge_of_a_chunk_is_found_to_be_cut():
    data = written(THREE_CHUNKS)
    start, one = body_start(data), CHUNK + 20
    assert refusal(data[:start]) == sealed.CUT
    assert refusal(data[: start + one]) == sealed.TAIL
    assert refusal(data[: start + 2 * one]) == sealed.TAIL


DATA = written(THREE_CHUNKS)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(DATA) - 1))
def test_no_cut_opens(length):
    assert refusal(DATA[:length]) != ""


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(0, 7))
def test_no_flipped_bit_opens(position, bit):
    planted = bytearray(DATA)
    planted[position] ^= 1 << bit
    assert refusal(bytes(planted)) != ""


def test_a_file_without_its_end_does_not_open():
    target = io.BytesIO()
    SealedWriter(target, KEY, {}).write(b"x" * 10)
    assert refusal(target.getvalue()) == sealed.CUT
