"""Work that takes long: turns, several items at once, following it from another thread, files that survive a crash."""
