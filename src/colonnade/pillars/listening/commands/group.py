"""The group that the listening commands hang on."""

import click

listen = click.Group("listen", help="Import posts, name brands, classify texts.")
