"""`python app.py`: the web UI over the library at $PINCITE_LIBRARY, with the options of `pincite serve`."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
