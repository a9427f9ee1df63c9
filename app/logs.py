"""Logs on standard error, for people or for machines. Standard output belongs to the commands.

Tracebacks never show the values of local variables: a question or a secret could be among them.
"""

import logging
import sys

import structlog
from structlog.typing import Processor

from app.config import Settings

# These say at `info` what our own request line already says, or what only their makers need; those of chat models write down
# at `debug` what was asked, and of whom.
QUIET = ("uvicorn.access", "anthropic", "chromadb", "httpcore", "httpcore2", "httpx", "httpx2", "openai", "pypdf")


def configure_logs(settings: Settings) -> None:
    """Send our logs and those of libraries, from `settings.log_level` up, through one format. Call once at start."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # loggers made at import must follow what is configured later
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(settings.log_format)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _rendering(log_format: str) -> list[Processor]:
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
