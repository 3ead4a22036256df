"""Where do settings come from, and what is said of a wrong one?"""

from pathlib import Path

import pytest

from guanshan.i18n import LANGUAGES, load_texts
from guanshan.refusal import RefusedInput
from guanshan.register.account.account import Policy
from guanshan.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, and an empty folder to stand in."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GUANSHAN_{name.upper()}", raising=False)
    monkeypatch.delenv("GUANSHAN_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_house_stands_on_this_machine_alone() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.language) == ("127.0.0.1", 8080, "zh")
    assert settings.is_loopback
    assert settings.database == "sqlite:///var/guanshan.db"
    assert settings.key_file == Path("var/secret.key")


def test_the_environment_wins_over_the_file_and_the_caller_over_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "guanshan.toml").write_text('port = 9001\nlanguage = "en"\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("GUANSHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUANSHAN_PORT", "9002")
    settings = load_settings()
    assert (settings.host, settings.port, settings.language) == ("0.0.0.0", 9002, "en")
    assert not settings.is_loopback
    assert load_settings(port=9003).port == 9003


def test_a_file_named_by_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("session_idle_minutes = 5\n")
    monkeypatch.setenv("GUANSHAN_CONFIG", str(tmp_path / "mine.toml"))
    assert load_settings().session_idle_minutes == 5
    monkeypatch.setenv("GUANSHAN_CONFIG", str(tmp_path / "gone.toml"))
    with pytest.raises(RefusedInput, match=r"^settings.file_missing\("):
        load_settings()


WRONG = {
    "host": "",
    "port": "80a",
    "systems_dir": "/there/is/no/such/folder",
    "rulebooks_dir": "/there/is/no/such/folder",
    "language": "fr",
    "session_idle_minutes": "0",
    "session_minutes": "-1",
    "link_minutes": "1",
    "password_least": "4",
    "password_days": "x",
    "account_failures": "0",
    "source_failures": "0",
    "lock_minutes": "0",
    "require_totp": "perhaps",
    "upload_megabytes": "1e9",
    "upload_rows": "0",
    "hash_algorithm": "md5",
}


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_wrong_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"GUANSHAN_{name.upper()}", value)
    with pytest.raises(RefusedInput) as told:
        load_settings()
    for language in LANGUAGES:
        sentence = load_texts().say(told.value.key, language, **told.value.values)
        assert name in sentence
        assert value in sentence
        assert f"GUANSHAN_{name.upper()}" in sentence


def test_every_setting_has_its_sentence() -> None:
    texts = load_texts()
    for name in Settings.model_fields:
        assert texts.has(f"settings.wrong.{name}")


def test_a_broken_file_and_an_unknown_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "guanshan.toml"
    path.write_text("prot = 9001\n")
    with pytest.raises(RefusedInput, match=r"^settings.unknown\(name='prot'"):
        load_settings(data_dir=tmp_path)
    path.write_text("port = = 1\n")
    with pytest.raises(RefusedInput, match=r"^settings.file_broken\("):
        load_settings(data_dir=tmp_path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RefusedInput, match=r"^settings.file_broken\("):
        load_settings(data_dir=tmp_path)


def test_the_password_in_a_database_url_is_not_shown() -> None:
    assert "geheim" not in repr(load_settings(database_url="postgresql://me:geheim@db/guanshan"))


def test_the_doors_are_kept_as_the_settings_say() -> None:
    settings = load_settings(session_idle_minutes=7, lock_minutes=3, require_totp=True)
    policy = Policy.of(settings, demo=True)
    assert (policy.idle_minutes, policy.lock_minutes, policy.require_totp, policy.demo) == (7, 3, True, True)
    assert not Policy.of(load_settings(host="0.0.0.0"), demo=True).demo
