"""Dates and times of day: how a text writes them, and whether two texts mean the same."""
