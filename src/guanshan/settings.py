"""How is this house set up? 设置

Every setting has a default that serves one machine. It can be given in a file (``guanshan.toml`` in the
data folder, or the file that ``GUANSHAN_CONFIG`` names) and in the environment (``GUANSHAN_`` and the name
in capitals); the environment wins. A wrong value is refused in one sentence that names the setting.
"""

import hashlib
import os
from pathlib import Path
from typing import Any, Final, Literal, cast

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from guanshan.refusal import RefusedInput

PREFIX: Final = "GUANSHAN_"
FILE_NAME: Final = "guanshan.toml"


class Settings(BaseSettings):
    """Every setting of a house. 设置

    Read them with `load_settings`, which says clearly what is wrong with one.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, toml_file=None)

    data_dir: Path = Field(default=Path("var"), description="Folder of everything that is kept")
    host: str = Field(default="127.0.0.1", min_length=1, max_length=253, description="Address to listen on")
    port: int = Field(default=8080, ge=1, le=65535, description="Port to listen on")
    database_url: str = Field(default="", repr=False, description="SQLite or PostgreSQL; empty: a file")
    systems_dir: Path | None = Field(default=None, description="Folder of further systems")
    rulebooks_dir: Path | None = Field(default=None, description="Folder of the district's own rulebooks")
    language: Literal["zh", "en"] = Field(default="zh", description="Language where the reader chose none")
    session_idle_minutes: int = Field(default=30, ge=1, le=1440, description="Idle end of a session [min]")
    session_minutes: int = Field(default=600, ge=1, le=10080, description="Absolute end of a session [min]")
    link_minutes: int = Field(default=1440, ge=5, le=10080, description="Life of a one-time link [min]")
    password_least: int = Field(default=12, ge=8, le=64, description="Least length of a password")
    password_days: int = Field(default=180, ge=0, le=3650, description="Life of a password [d]; 0: endless")
    account_failures: int = Field(default=5, ge=1, le=100, description="Failed sign-ins before a lock")
    source_failures: int = Field(default=30, ge=1, le=10_000, description="The same, per address")
    lock_minutes: int = Field(default=15, ge=1, le=1440, description="How long a lock holds [min]")
    require_totp: bool = Field(default=False, description="Whether administrators need a second proof")
    upload_megabytes: int = Field(default=64, ge=1, le=2048, description="Largest upload [MB]")
    upload_rows: int = Field(default=500_000, ge=1, le=2_000_000, description="Most rows of one import")
    smtp_host: str = Field(default="", max_length=253, description="Mail server for notices; empty: none")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="Its port")
    mail_domain: str = Field(
        default="localhost", min_length=1, max_length=253, description="Of staff's mail addresses"
    )
    hash_algorithm: Literal["sha256", "sm3"] = Field(default="sha256", description="Hash of the audit chain")

    @field_validator("hash_algorithm")
    @classmethod
    def _is_there(cls, value: str) -> str:
        if value not in hashlib.algorithms_available:
            raise PydanticCustomError("hash_missing", "this Python has no such hash")
        return value

    @field_validator("systems_dir", "rulebooks_dir")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise PydanticCustomError("no_folder", "no such folder")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Ask the caller first, then the environment, then the file."""
        given = cast(dict[str, Any], getattr(init_settings, "init_kwargs", {}))
        file = TomlConfigSettingsSource(settings_cls, _file_of(given.get("data_dir")))
        return init_settings, env_settings, file

    @property
    def database(self) -> str:
        """URL of the database: the one set, or SQLite's file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'guanshan.db'}"

    @property
    def key_file(self) -> Path:
        """File of the secret key of the house; made at the first start, for its owner alone to read."""
        return self.data_dir / "secret.key"

    @property
    def rulebooks(self) -> Path:
        """Folder of the district's own rulebooks: the one set, or ``rulebooks`` in the data folder."""
        return self.rulebooks_dir or self.data_dir / "rulebooks"

    @property
    def outbox(self) -> Path:
        """Folder into which texts to phones are written until notices exist."""
        return self.data_dir / "outbox"

    @property
    def is_loopback(self) -> bool:
        """Whether the house listens on this machine alone."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")


def load_settings(**given: object) -> Settings:
    """Read the settings; what is given here wins over environment and file.

    Raises
    ------
    RefusedInput
        If a value will not do, a name is unknown or the file cannot be read; the text names the setting.
    """
    try:
        return Settings(**cast(dict[str, Any], given))
    except ValidationError as wrong:
        raise _refusal(wrong) from None
    except OSError as fault:
        raise RefusedInput("settings.file_unreadable", file=fault.filename, reason=fault.strerror) from None
    except ValueError as fault:  # the file is no TOML
        raise RefusedInput("settings.file_broken", reason=str(fault)) from None


def _file_of(data_dir: object) -> Path | None:
    if named := os.environ.get(f"{PREFIX}CONFIG"):
        path = Path(named)
        if not path.is_file():
            raise RefusedInput("settings.file_missing", file=named)
        return path
    folder = data_dir or os.environ.get(f"{PREFIX}DATA_DIR") or Settings.model_fields["data_dir"].default
    path = Path(str(folder)) / FILE_NAME
    return path if path.is_file() else None


def _refusal(wrong: ValidationError) -> RefusedInput:
    first = wrong.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        return RefusedInput("settings.unknown", name=name, known=", ".join(Settings.model_fields))
    if first["type"] == "hash_missing":
        return RefusedInput("settings.hash_missing", value=first["input"])
    return RefusedInput(
        f"settings.wrong.{name}", value=str(first["input"])[:80], variable=f"{PREFIX}{name.upper()}"
    )
