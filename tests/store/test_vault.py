"""Encryption at rest: the first key seals, every key opens, and no other does."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.store.vault import Vault, VaultError

OLD, NEW, STRANGE = (Fernet.generate_key().decode() for _ in range(3))


@given(text=st.text())
def test_what_was_sealed_is_opened_unchanged_and_cannot_be_read_meanwhile(text: str) -> None:
    sealed = Vault([NEW]).seal(text)
    assert Vault([NEW]).open(sealed) == text
    assert not (len(text) > 3 and text.encode() in sealed)


def test_after_a_rotation_the_new_key_seals_and_the_old_one_still_opens() -> None:
    before = Vault([OLD]).seal("written before")
    rotated = Vault([NEW, OLD])
    after = rotated.seal("written after")

    assert rotated.open(before) == "written before"
    assert Vault([NEW]).open(after) == "written after"
    with pytest.raises(VaultError):
        Vault([OLD]).open(after)


def test_without_its_key_nothing_opens_and_the_error_shows_nothing_of_it() -> None:
    sealed = Vault([OLD]).seal("the left wrist")
    with pytest.raises(VaultError, match="FOXO_ENCRYPTION_KEYS") as refused:
        Vault([STRANGE]).open(sealed)
    assert "wrist" not in str(refused.value)


@given(place=st.integers(0, 80), other=st.integers(1, 255))
def test_what_was_altered_at_rest_does_not_open(place: int, other: int) -> None:
    vault = Vault([NEW])
    sealed = bytearray(vault.seal("the left wrist"))
    sealed[place] ^= other
    try:
        assert vault.open(bytes(sealed)) == "the left wrist"  # bits that base64 ignores
    except VaultError:
        return
    assert place % 4 == 3


def test_the_same_words_look_different_each_time() -> None:
    vault = Vault([NEW])
    assert vault.seal("the left wrist") != vault.seal("the left wrist")
