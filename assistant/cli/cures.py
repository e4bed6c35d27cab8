"""How to cure an error, in the words of the command line."""

from corpus.errors import Cure

HOW = {
    Cure.ADD_ARTICLES: "pincite index PATH...",
    Cure.LIST_ARTICLES: "pincite library list",
    Cure.INDEX_AGAIN: "pincite index PATH... --library FOLDER",
    Cure.INDEX_ELSEWHERE: "pincite index PATH... --library NEW_FOLDER",
    Cure.CHECK_LIBRARY: "pincite library check --library FOLDER",
    Cure.REPAIR_LIBRARY: "pincite library repair --library FOLDER",
    Cure.NAME_LIBRARY: "--library FOLDER",
    Cure.NAME_MODEL: "--model {}",
    Cure.LIST_MODELS: "pincite models list",
    Cure.FETCH_MODEL: "pincite models fetch {}",
    Cure.NAME_OUTPUT: "-o",
    Cure.NAME_COLUMN: "--column NAME",
    Cure.BEGIN_ANEW: "--restart",
}
