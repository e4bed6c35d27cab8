"""Answers, ours or anyone else's, held against their sources, claim by claim."""
