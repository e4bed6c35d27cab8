"""The Audit place of the page."""
