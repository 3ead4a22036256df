"""Which passwords will do, and do one-time codes agree with the published vectors?"""

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from guanshan.i18n import LANGUAGES, load_texts
from guanshan.refusal import RefusedInput
from guanshan.register.account.password import Passwords, check_password
from guanshan.register.account.totp import STEP, address, code_at, matching_counter, readable

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("Ab3-efghijk", "short"),  # 11 characters
        ("Ab3-" * 33, "long"),  # 132
        ("abcdefghijklmnop", "classes"),
        ("ABCDEFGH12345678", "classes"),
        ("Yanghua-is-great-1", "login"),
        ("Password12345678!", "common"),
        ("Guanshanhu-2024!!", "common"),
        ("Aa1!Aa1!Aa1!", "common"),  # four different characters
        ("Qwerty123456!!", "common"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, key: str) -> None:
    with pytest.raises(RefusedInput) as told:
        check_password(password, "yanghua")
    assert told.value.key == f"account.password.{key}"
    for language in LANGUAGES:
        assert password not in load_texts().say(told.value.key, language, **told.value.values)


@pytest.mark.parametrize("password", ["Ab3-efghijkl", "观山湖Rain2024晴", "correct Horse 7 battery"])
def test_a_good_password_is_accepted(password: str) -> None:
    check_password(password, "yanghua")


@given(st.text(min_size=1, max_size=40))
def test_a_hash_knows_its_password_alone(password: str) -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    kept = passwords.hash(password)
    assert kept.startswith("$argon2id$")
    assert passwords.is_right(kept, password)
    assert not passwords.is_right(kept, password + "x")
    assert not passwords.is_right(None, "nobody has this password")
    assert not passwords.is_right("no hash at all", password)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [  # RFC 6238, appendix B, SHA-1
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // STEP, digits=8) == code


@given(seconds=st.integers(600, 2**33), steps=st.integers(-4, 4))
def test_a_code_stands_for_its_half_minute_and_the_neighbours_once(seconds: int, steps: int) -> None:
    now = seconds // STEP
    found = matching_counter(SECRET, code_at(SECRET, now + steps), seconds)
    if abs(steps) <= 1:
        assert found is not None
        assert abs(found - now) <= 1
        assert matching_counter(SECRET, code_at(SECRET, now + steps), seconds, last=now + 1) is None
    elif found is not None:  # two counters of one code: one in a million
        assert code_at(SECRET, found) == code_at(SECRET, now + steps)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "🙂"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert matching_counter(SECRET, code, 59) is None


def test_a_secret_is_written_as_authenticators_read_it() -> None:
    assert readable(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert address(SECRET, "yang hua").startswith("otpauth://totp/Guanshan:yang%20hua?secret=GEZDGNBV")
