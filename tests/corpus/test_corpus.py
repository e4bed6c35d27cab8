"""The package's public surface is what it says, and importing it is light."""

import subprocess
import sys

import corpus

HEAVY = [
    "charset_normalizer",
    "dateutil",
    "datasketch",
    "markitdown",
    "numpy",
    "pypdfium2",
    "sentencex",
    "trafilatura",
    "yaml",
]


def test_all_is_the_public_surface():
    assert corpus.__all__ == ["Article", "PinciteError", "Problem", "Span", "read_articles"]
    assert all(hasattr(corpus, name) for name in corpus.__all__)


def test_importing_loads_no_parser():
    code = f"import sys, corpus; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
