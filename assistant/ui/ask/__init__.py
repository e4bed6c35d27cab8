"""The Ask place of the page."""
