"""The only place that reads the environment: `ABP_*` variables, typed and described."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from copilot.schemas.evidence import Language


class Settings(BaseSettings):
    """Everything that can be set from outside; empty model settings mean the embedded writer."""

    model_config = SettingsConfigDict(env_prefix="ABP_", extra="ignore")

    data_dir: Path = Field(Path("var/data"), description="folder of the database, the uploads and the index")
    workspace: str = Field("default", description="workspace used on the command line and by the page")
    database_url: str | None = Field(None, description="SQLAlchemy URL; empty: SQLite in the data folder")
    resource_dir: Path = Field(Path("var"), description="folder of the embedding model and tiktoken's encodings")
    chroma_url: str | None = Field(None, description="Chroma server; empty: embedded in the data folder")
    embedding_base_url: str | None = Field(None, description="OpenAI-compatible embeddings; empty: the embedded model")
    embedding_model: str | None = Field(None, description="model name at that endpoint")
    embedding_api_key: SecretStr | None = Field(None, description="key for that endpoint")
    rerank_base_url: str | None = Field(None, description="`/rerank` endpoint (vLLM, Jina, Cohere); empty: none")
    rerank_model: str | None = Field(None, description="model name at that endpoint")
    rerank_api_key: SecretStr | None = Field(None, description="key for that endpoint")
    llm_base_url: str | None = Field(None, description="OpenAI-compatible endpoint; empty: no language model")
    llm_model: str | None = Field(None, description="model name at that endpoint")
    llm_api_key: SecretStr | None = Field(None, description="key for that endpoint")
    llm_timeout_s: float = Field(60.0, gt=0, description="seconds to wait for one answer of the model")
    llm_temperature: float | None = Field(0.0, description="empty for models that refuse the parameter")
    llm_structured_output: Literal["tool", "json_schema", "json"] = Field(
        "tool", description="how a schema is asked for: a forced tool call, response_format json_schema, or json_object"
    )
    language: Language = Field("fr", description="language when none is asked for")
    host: str = Field("127.0.0.1", description="address to listen on; any but loopback needs an API key")
    port: int = Field(8000, ge=0, le=65535, description="port the server listens on")
    mcp_hosts: str = Field(
        "", description="other host names under which MCP clients reach `/mcp`, comma-separated, on any port"
    )
    max_upload_mb: int = Field(25, gt=0, description="largest file taken, in MB")
    max_files: int = Field(2000, gt=0, description="most files read in one ingest")
    ocr: Literal["off", "auto"] = Field(
        "off", description="`auto` reads scanned pages with tesseract where it is installed; such text is marked"
    )
    log_level: str = Field("WARNING", description="DEBUG, INFO, WARNING or ERROR; logs go to stderr")

    @model_validator(mode="after")
    def _find_resources(self) -> Self:
        """Where nothing is set, `make setup` has put the resources beside the code, whatever the current folder."""
        beside = Path(__file__).resolve().parent.parent / "var"
        if "resource_dir" not in self.model_fields_set and not self.resource_dir.is_dir() and beside.is_dir():
            self.resource_dir = beside
        return self

    @property
    def mcp_host_names(self) -> list[str]:
        """The names in `mcp_hosts`."""
        return [name for part in self.mcp_hosts.split(",") if (name := part.strip().lower())]

    @property
    def has_llm(self) -> bool:
        """Whether a language model is configured."""
        return bool(self.llm_base_url and self.llm_model)
