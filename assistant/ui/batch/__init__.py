"""The Batch place of the page."""
