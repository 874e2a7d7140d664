"""`python -m araxes`: the command, where the installed script is not on the path."""

from __future__ import annotations

from araxes.cli.main import main

if __name__ == "__main__":
    main()
