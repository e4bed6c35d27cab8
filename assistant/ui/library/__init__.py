"""The Library place of the page."""
