"""`python -m portal` is the same as the `portal` command."""

from portal.cli.main import main

main()
