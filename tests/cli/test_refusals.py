"""A wrong file, name or value: exit status 2, one clear sentence in the person's language, and no traceback."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanshan.cli import COMMANDS

WRONG = [
    (("import", "nothing", "{good}"), "nothing"),
    (("import", "market_entity", "{folder}/none.xlsx"), "none.xlsx"),
    (("import", "market_entity", "{folder}"), "{folder}"),
    (("import", "market_entity", "{noise}"), ""),
    (("import", "market_entity", "{empty}"), ""),
    (("import", "market_entity", "{good}", "--keeper", "nowhere"), "nowhere"),
    (("import", "market_entity", "{good}", "--mapping", "{noise}"), ""),
    (("import", "market_entity", "{good}", "--mapping", "{folder}/none.yaml"), "none.yaml"),
    (("import", "market_entity", "{good}", "--since", "yesterday"), "yesterday"),
    (("import", "market_entity", "{good}", "--report", "{folder}/no/folder.json"), "folder.json"),
    (("undo", "0" * 32), "0" * 32),
    (("export", "nothing", "{folder}/x.xlsx"), "nothing"),
    (("export", "place", "{folder}/no/folder.xlsx"), "folder.xlsx"),
    (("export", "place", "{folder}/x.xlsx", "--on", "2024-02-30"), "2024-02-30"),
    (("export", "place", "{folder}/x.xlsx", "--known-at", "noon"), "noon"),
    (("template", "nothing", "{folder}/x.xlsx"), "nothing"),
    (("audit", "export", "{good}"), ""),
    (("restore", "{noise}"), ""),
    (("restore", "{folder}/none.zip"), "none.zip"),
    (("backup", "{folder}/no/folder.zip"), "folder.zip"),
    (("link", "nobody"), "nobody"),
    (("--as", "nobody", "registers"), "nobody"),
    (("clock", "noon"), "noon"),
]
"""What is asked wrongly, and what the sentence must name."""


@pytest.fixture
def files(tmp_path):
    """Files of every kind that will not do, and one that will."""
    from peopled import credit_code

    made = {
        name: tmp_path / file
        for name, file in {"good": "good.csv", "noise": "noise.xlsx", "empty": "empty.csv"}.items()
    }
    made["good"].write_text(f"统一社会信用代码,名称,类型\n{credit_code(1)},一号公司,公司\n", encoding="utf-8")
    made["noise"].write_bytes(bytes(range(256)) * 4)
    made["empty"].write_bytes(b"")
    return {"folder": tmp_path, **made}


@pytest.mark.parametrize(
    ("words", "named"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, tuple) else ""
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_is_said_in_one_sentence(founded, files, words, named, language):
    told = founded(*(word.format(**files) for word in words), language=language)
    assert told.status == 2, told
    assert told.out == ""
    assert_clear(told.err, language)
    assert named.format(**files) in told.err


def assert_clear(text, language):
    assert "Traceback" not in text
    lines = [
        line
        for line in text.splitlines()
        if line.strip() and not line.startswith(("  check", "  land", "Usage:", "Try "))
    ]
    assert len(lines) == 1, text
    assert not lines[0].startswith(("refusal.", "observe.", "cli.", "settings.")), "a key, not a sentence"
    if lines[0].startswith("Error: "):  # click's own words about how to call a command
        return
    written = any("\u4e00" <= char <= "\u9fff" for char in lines[0].replace("统一社会信用代码", ""))
    assert written == (language == "zh"), lines[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "99999"),
        ("SYSTEMS_DIR", "/nowhere"),
        ("DATABASE_URL", "nosuch://x"),
        ("HASH_ALGORITHM", "md5"),
    ],
)
def test_a_wrong_setting_is_one_sentence_too(guanshan, monkeypatch, name, value, language):
    monkeypatch.setenv(f"GUANSHAN_{name}", value)
    told = guanshan("init", "--empty", language=language)
    assert told.status == 2
    assert_clear(told.err, language)


word = st.one_of(
    st.sampled_from(
        [
            *COMMANDS,
            "--as",
            "--on",
            "--known-at",
            "--good-rows",
            "--mapping",
            "-h",
            "head",
            "check",
            "market_entity",
        ]
    ),
    st.text(string.printable + "观山\u202e\ud7ff", max_size=12),
)


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(word, max_size=4))
def test_whatever_is_typed_ends_in_words_and_not_in_a_traceback(founded, words):
    if "serve" in words or "init" in words or "\0" in "".join(words):
        return
    told = founded(*words)
    assert told.status in (0, 2)
    assert "Traceback" not in told.err + told.out
