"""The only reader of environment variables (prefix CHATBOT_)."""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """A data folder that ships with the project: beside the package in a checkout, inside it when installed."""
    checkout = _PACKAGE.parent / name
    return checkout if checkout.is_dir() else _PACKAGE / "bundled" / name


class Settings(BaseSettings):
    """Every knob a deployment turns. Each field can be set as CHATBOT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="CHATBOT_", frozen=True, extra="forbid")

    data_dir: Path = Field(default_factory=lambda: user_data_path("chatbot", appauthor=False))
    database_url: str = ""
    chroma_url: str = ""
    llm: str = "local"
    llm_fallback: str = ""
    adapter: str = Field("", description="GGUF adapter of the embedded model; the shipped one when empty, or none")
    classifiers: str = Field("", description="folder of trained classifiers of messages; the shipped ones when empty")
    engine: Literal["auto", "both", "llm", "parser"] = Field(
        "auto", description="whose reading of a message leads; auto: both for the embedded model, llm for any other"
    )
    llm_timeout: float = Field(8.0, gt=0, description="seconds one call may take")
    llm_price_read: float = Field(0.0, ge=0, description="cost of a million tokens read; for the trace")
    llm_price_written: float = Field(0.0, ge=0, description="cost of a million tokens written; for the trace")
    llm_parallel: int = Field(2, ge=1, le=16, description="answers the embedded model writes at once")
    embedder: str = "minilm"
    domain: str = "movies"
    knowledge_dir: Path = Field(default_factory=lambda: bundled("knowledge"))
    prompts_dir: Path = Field(default_factory=lambda: bundled("prompts"))
    session_hours: float = Field(24.0, gt=0, description="after so long without a message, wishes of a session lapse")
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    log_level: str = "WARNING"
    secret_key: str = ""

    @property
    def adapter_file(self) -> Path | None:
        """The adapter of the embedded model: the one given, else the one that ships; None for `none`."""
        if self.adapter == "none":
            return None
        return Path(self.adapter).expanduser() if self.adapter else _PACKAGE / "llm" / "adapters" / "understanding.gguf"

    @property
    def database(self) -> str:
        """The database to use: the one given, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'chatbot.db'}"
