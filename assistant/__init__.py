"""From a question to a cited, checked answer."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Claim, Verdict

if TYPE_CHECKING:
    from assistant.ask import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Claim", "Verdict"]


def __getattr__(name: str) -> Any:
    if name != "Assistant":
        raise AttributeError(f"module 'assistant' has no attribute '{name}'")
    return import_module("assistant.ask").Assistant
