"""``python -m guanshan`` is the command line."""

from guanshan.cli import main

main()
