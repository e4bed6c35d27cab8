"""Work that takes long: its turn in line, what is under way at once, and files that survive a crash."""
