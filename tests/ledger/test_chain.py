from __future__ import annotations

import pytest

from dxrobot.ledger.chain import GENESIS, Break, Damage, Link, forge, link_hash, verify


@pytest.fixture
def chain() -> list[Link]:
    return forge_all([f'{{"run":"{number}"}}' for number in range(1, 7)])


def forge_all(payloads: list[str]) -> list[Link]:
    links: list[Link] = []
    for payload in payloads:
        links.append(forge(payload, links[-1] if links else None))
    return links


def test_a_chain_left_alone_holds(chain: list[Link]) -> None:
    assert verify(chain) is None
    assert verify(chain, chain[3].hash) is None
    assert verify([]) is None


def test_the_hash_of_the_first_entry_can_be_recounted_by_hand() -> None:
    # printf '1\n%064d\n{}' 0 | sha256sum
    assert forge("{}", None).hash == link_hash(1, "{}", GENESIS)
    assert forge("{}", None).hash == "e926929dc99bcdf08bb941e379c3186d5c55b45ee4202b4748a1efc35ba05fe3"


def test_an_altered_entry_is_named(chain: list[Link]) -> None:
    chain[2] = chain[2]._replace(payload='{"run":"99"}')
    assert verify(chain) == Break(Damage.ALTERED, 3)


def test_an_entry_altered_together_with_its_hash_is_named(chain: list[Link]) -> None:
    chain[2] = forge('{"run":"99"}', chain[1])
    assert verify(chain) == Break(Damage.ALTERED, 3)


@pytest.mark.parametrize("taken", [0, 2])
def test_a_missing_entry_is_named(chain: list[Link], taken: int) -> None:
    del chain[taken]
    assert verify(chain) == Break(Damage.MISSING, taken + 1)


def test_a_missing_entry_is_named_when_the_others_were_renumbered(chain: list[Link]) -> None:
    del chain[2]
    chain = [link._replace(sequence=number) for number, link in enumerate(chain, 1)]
    assert verify(chain) == Break(Damage.MISSING, 3)


def test_an_inserted_entry_is_named(chain: list[Link]) -> None:
    chain.insert(3, forge('{"run":"99"}', chain[1]))
    assert verify(chain) == Break(Damage.INSERTED, 3)


def test_an_inserted_entry_is_named_when_the_others_were_renumbered(chain: list[Link]) -> None:
    forged = forge('{"run":"99"}', chain[2])
    chain = [*chain[:3], forged, *(link._replace(sequence=link.sequence + 1) for link in chain[3:])]
    assert verify(chain) == Break(Damage.INSERTED, 4)


def test_two_entries_that_changed_places_show(chain: list[Link]) -> None:
    chain[2], chain[3] = chain[3], chain[2]
    assert verify(chain) == Break(Damage.MISSING, 3)


def test_a_chain_cut_off_at_the_end_shows_by_the_printed_hash(chain: list[Link]) -> None:
    printed = chain[-1].hash
    assert verify(chain[:4], printed) == Break(Damage.UNANCHORED, 4)
    assert verify([], printed) == Break(Damage.UNANCHORED, 0)


def test_a_chain_forged_anew_shows_by_the_printed_hash(chain: list[Link]) -> None:
    printed = chain[-1].hash
    anew = forge_all(["{}", *(link.payload for link in chain[1:])])
    assert verify(anew) is None
    assert verify(anew, printed) == Break(Damage.UNANCHORED, 6)


def test_a_break_is_told_in_a_sentence() -> None:
    assert str(Break(Damage.ALTERED, 3)) == "台帳の 3 番目の記帳が書き換えられています。"
