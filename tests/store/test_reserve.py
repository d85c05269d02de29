"""Space that is held, given up whole, and taken again."""

import os
from pathlib import Path

from tipline.store.reserve import MIB, Reserve


def test_the_reserve_holds_blocks_not_only_a_size(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", 2)
    assert [reserve.whole, reserve.take(), reserve.whole] == [False, True, True]
    assert reserve.path.stat().st_blocks * 512 >= 2 * MIB


def test_it_is_given_up_once_and_taken_again(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", 1)
    reserve.take()
    assert [reserve.give_up(), reserve.give_up()] == [True, False]
    assert reserve.path.stat().st_blocks == 0
    assert reserve.take()


def test_a_larger_reserve_grows_the_smaller(tmp_path: Path) -> None:
    Reserve(tmp_path / "reserve", 1).take()
    larger = Reserve(tmp_path / "reserve", 2)
    assert [larger.whole, larger.take()] == [False, True]


def test_a_reserve_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "no folder" / "reserve", 1)
    assert [reserve.take(), reserve.whole, reserve.give_up()] == [False, False, False]


def test_it_follows_no_link(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    (tmp_path / "reserve").symlink_to(precious)
    assert not Reserve(tmp_path / "reserve", 1).give_up()
    assert precious.read_bytes() == b"precious"


def test_the_public_site_may_give_up_what_the_sweeper_took(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        Reserve(tmp_path / "reserve", 1).take()
    finally:
        os.umask(before)
    assert (tmp_path / "reserve").stat().st_mode & 0o777 == 0o660
