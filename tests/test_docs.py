"""The documentation cannot rot: every command and flag is in docs/cli.md, every command line in it parses.

`python -m tests.test_docs` writes the reference in docs/cli.md anew, below its marker.
"""

import re
import shlex
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
import typer

from assistant import Assistant
from assistant.cli import app
from assistant.ui.page import build_app
from assistant.ui.server import launch
from index import Library

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "cli.md"
MARKER = "<!-- The rest is generated: python -m tests.test_docs -->\n"
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
SHELL_BLOCK = re.compile(r"^```(sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL_OPERATORS = {"|", "||", "&&", ";", "&", ">", ">>", "<", "2>"}
PROGRAM = typer.main.get_command(app)


def commands(command=PROGRAM, path=("pincite",)) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every command that does something, with its words."""
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, child in command.commands.items():
        yield from commands(child, (*path, name))


def reference() -> str:
    """A section a command: its usage, what it does, and a line for each argument and flag."""
    return "\n".join(_section(path, command) for path, command in commands())


def _section(path, command) -> str:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    usage = " ".join([*path, *map(_usage, arguments), "[OPTIONS]"])
    lines = [f"- `{argument.metavar}`: {_meaning(argument)}" for argument in arguments]
    lines += [f"- `{' '.join([*_names(option), *_value(option)])}`: {_meaning(option)}" for option in options]
    return "\n".join([f"### {' '.join(path)}", "", f"    {usage}", "", command.help, "", *lines, ""])


def _usage(argument) -> str:
    name = argument.metavar + ("..." if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _names(option) -> list[str]:
    """What a flag is called; `--on/--off` where its opposite has a name too."""
    return ["/".join([*option.opts, *option.secondary_opts])] if option.secondary_opts else option.opts


def _value(option) -> list[str]:
    return [] if option.is_flag else [option.metavar]


def _meaning(parameter) -> str:
    default = parameter.show_default if isinstance(parameter.show_default, str) else parameter.default
    shown = isinstance(default, str | int) and not isinstance(default, bool)
    return parameter.help + (f" Default: {default}." if shown else "")


def command_lines(markdown: str) -> Iterator[list[str]]:
    """The arguments of every call of pincite in the shell blocks."""
    for kind, block in SHELL_BLOCK.findall(markdown):
        for line in block.replace("\\\n", " ").splitlines():
            if kind == "console" and not line.startswith("$ "):
                continue  # what the command printed
            yield from _calls(shlex.split(line.removeprefix("$ "), comments=True))


def _calls(words: list[str]) -> Iterator[list[str]]:
    """The words after each `pincite`, up to the next operator of the shell."""
    starts = [n for n, word in enumerate(words) if word.rpartition("/")[2] == "pincite"]
    for start in starts:
        rest = words[start + 1 :]
        end = next((n for n, word in enumerate(rest) if word in SHELL_OPERATORS), len(rest))
        yield rest[:end]


def require_parses(arguments: list[str]) -> None:
    """Raise what the command line would complain about; nothing is run."""
    command, name = PROGRAM, "pincite"
    while hasattr(command, "commands"):
        assert arguments and arguments[0] in command.commands, f"{name} has no command {arguments[:1]}"
        name, *arguments = arguments
        command = command.commands[name]
    command.make_context(name, arguments)


def test_the_reference_has_every_command_and_flag_as_it_is():
    assert REFERENCE.read_text(encoding="utf-8").partition(MARKER)[2].strip() == reference().strip()


def test_every_flag_says_what_it_is_for():
    parameters = [parameter for _, command in commands() for parameter in command.params]
    assert [parameter.name for parameter in parameters if not parameter.help] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documented_command_lines_parse(document):
    for arguments in command_lines(document.read_text(encoding="utf-8")):
        require_parses(arguments)


def test_a_command_line_that_is_out_of_date_is_found():
    [good, bad] = command_lines(
        "```sh\n$ pincite ask 'Who?' --json | jq .text  # as JSON\npincite ask --all\n```"
    )
    require_parses(good)
    with pytest.raises(Exception, match="--all"):
        require_parses(bad)


def python_of(document: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", (ROOT / document).read_text(), re.MULTILINE | re.DOTALL)


def test_every_benchmark_is_listed_with_its_command():
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    sources = {
        path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "tests/benchmarks").glob("*.py")
    }
    scripts = {name for name, source in sources.items() if "\ndef main(" in source}
    assert len(scripts) > 10
    assert set(re.findall(r"^\| `(\w+)\.py` \|", text, re.MULTILINE)) == scripts
    assert set(re.findall(r"^    python -m tests\.benchmarks\.(\w+)", text, re.MULTILINE)) == scripts


@pytest.mark.models
def test_the_python_of_the_documents_runs(tmp_path, monkeypatch, capsys):
    in_process, *served = python_of("README.md") + python_of("docs/api.md")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "pier.txt").write_text(
        "Ida Lund, the harbour master of Bergen, said on 3 June 2024 that the pier was damaged by the storm."
    )
    monkeypatch.chdir(tmp_path)
    exec(compile(in_process, "README.md", "exec"), {})
    assert "supported" in (printed := capsys.readouterr().out)
    assert "Lund" in printed
    loaded = Future()
    with Library.open("my-library") as library, Assistant.open(library) as assistant:
        loaded.set_result(assistant)
        page = build_app(library, loaded)
        address = launch(page)
        for example in served:
            exec(compile(example.replace("http://127.0.0.1:7860", address), "docs", "exec"), {})
        page.close(verbose=False)
    short, long = capsys.readouterr().out.split("\n", 1)
    assert "Lund" in short
    assert "Answered" in long


if __name__ == "__main__":
    prose = REFERENCE.read_text(encoding="utf-8").partition(MARKER)[0]
    REFERENCE.write_text(f"{prose}{MARKER}\n{reference()}", encoding="utf-8")
