"""How to cure an error, in the words of the page."""

from corpus.errors import Cure, PinciteError

_WHERE = "on the computer that serves this page"

HOW = {
    Cure.ADD_ARTICLES: "drop them in the Library",
    Cure.LIST_ARTICLES: "open the Library",
    Cure.INDEX_AGAIN: f"run pincite index {_WHERE}",
    Cure.INDEX_ELSEWHERE: f"run pincite index {_WHERE}",
    Cure.CHECK_LIBRARY: f"run pincite library check {_WHERE}",
    Cure.REPAIR_LIBRARY: f"run pincite library repair {_WHERE}",
    Cure.NAME_LIBRARY: f"start Pincite with it {_WHERE}",
    Cure.NAME_MODEL: f"start Pincite with it {_WHERE}",
    Cure.LIST_MODELS: f"run pincite models list {_WHERE}",
    Cure.FETCH_MODEL: f"run pincite models fetch {{}} {_WHERE}",
    Cure.NAME_OUTPUT: "",  # the page names the files itself
    Cure.NAME_COLUMN: "call it question",
    Cure.BEGIN_ANEW: "press Begin anew",
}


def told(error: Exception) -> str:
    """The message of an error as the page shows it."""
    return error.told(HOW) if isinstance(error, PinciteError) else str(error)
