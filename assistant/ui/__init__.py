"""The web page: ask, and see every sentence beside the passage that proves it."""
