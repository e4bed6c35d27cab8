"""`pincite models`: which models there are, where they are, and how they get here."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import terminal
from assistant.cli.progress import stderr_console
from assistant.generate.choose import BASES, DEFAULT_GENERATOR, base_of
from corpus.errors import ModelError
from index.models import weights
from index.models.catalogue import MODELS

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

app = typer.Typer(help="See which models are on this machine, and fetch them.", no_args_is_help=True)


@app.command("list")
def list_models() -> None:
    """List the models that have a name."""
    rows = []
    for model in MODELS.values():
        where = str(weights.model_path(model.name)) if weights.is_present(model.name) else "not here"
        rows.append([model.name, model.purpose, f"{model.size / 1e6:,.0f} MB", model.licence, where])
    for name, base in BASES.items():
        where = f"with {base}" if weights.is_present(base) else f"needs {base}"
        rows.append([name, "default generator, trained for this", "19 MB", "CC BY-SA 4.0", where])
    header = ["name", "what for", "size", "licence", "path"]
    terminal.write(terminal.table(header, rows, wrapped=("what for", "path")))


@app.command()
def fetch(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Names from 'models list', or Hub ids OWNER/NAME.",
            show_default="the default embedder and generator",
        ),
    ] = None,
) -> None:
    """Download models that are not here yet; no other command downloads anything."""
    from index.embed import DEFAULT_EMBEDDER

    wanted = list(dict.fromkeys(map(base_of, names or [DEFAULT_EMBEDDER, DEFAULT_GENERATOR])))
    ours = [name for name in wanted if "/" not in name]
    _fetch_named(ours)
    for name in wanted:
        home = weights.model_path(name) if name in ours else _fetch_from_hub(name)
        terminal.write(f"{name}: {home}")


@app.command()
def path(name: Annotated[str, typer.Argument(metavar="NAME", help="A name from 'models list'.")]) -> None:
    """Print where a model is: an embedder's folder, a generator's file."""
    terminal.write(str(weights.model_path(base_of(name))))


def _fetch_named(names: Sequence[str]) -> None:
    """Download models of the catalogue, with a progress bar on stderr for each that is not here yet."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=stderr_console()) as bars:
        for name in names:
            if not weights.is_present(name):
                weights.fetch(name, _bar(bars, name))


def _bar(bars: "Bars", name: str) -> weights.ReportBytes:
    """Add a bar for the model and return what moves it."""
    task = bars.add_task(name, total=MODELS[name].size)
    return lambda done, total: bars.update(task, completed=done, total=total)


def _fetch_from_hub(repository: str) -> Path:
    """The folder in the Hub's own cache, where the transformers library looks for it."""
    import httpx
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(repository))
    except (OSError, ValueError, httpx.HTTPError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ModelError(
            f"cannot fetch '{repository}' from the Hugging Face Hub: {reason} Expected: OWNER/NAME of a"
            " public model, and a network that reaches the Hub. Names that need no Hub: pincite models list"
        ) from error
