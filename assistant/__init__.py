"""From a question to a cited, checked answer."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import corpus  # noqa: F401  first: it turns off what would leave the machine
from assistant.answer import Answer, Citation, Claim, Verdict

if TYPE_CHECKING:
    from assistant.answering.ask import Assistant
    from assistant.audit.api import audit_answers

__all__ = ["Answer", "Assistant", "Citation", "Claim", "Verdict", "audit_answers"]

_HOMES = {
    "Assistant": "assistant.answering.ask",
    "audit_answers": "assistant.audit.api",
}  # loaded when they are first used


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
