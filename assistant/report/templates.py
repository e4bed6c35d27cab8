"""HTML from Jinja2 templates. Every value is escaped; only a template, or what a template made, is markup.

A template is named by its path below `assistant/`, as in `report/macros.html` or `ui/ask/view.html`, so it lies beside
the code that fills it, and one set of macros serves the page and the reports.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.report import highlights, wording
from corpus.article import one_line

_ROOT = Path(__file__).parents[1]


def render(template: str, /, **values: object) -> Markup:
    """The HTML of a template filled with `values`. Raises jinja2.UndefinedError if the template needs another value."""
    return Markup(_environment().get_template(template).render(values))


def stream(template: str, /, **values: object) -> Iterator[str]:
    """The same piece by piece; what the template loops over is read only when its turn comes."""
    return _environment().get_template(template).generate(values)


class Macros:
    """The macros of a template, called like functions: `Macros("report/macros.html").note("done", "Kept.")`."""

    def __init__(self, template: str) -> None:
        self._template = template

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        macro: Callable[..., Markup] = getattr(_environment().get_template(self._template).module, name)
        return macro


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_ROOT),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"wording": wording, "highlights": highlights}
    environment.filters["counted"] = wording.counted
    environment.filters["one_line"] = one_line
    environment.filters["thousands"] = "{:,}".format  # 1,234
    return environment
