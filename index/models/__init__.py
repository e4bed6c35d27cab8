"""Model files: which ones Pincite knows, where they are on this machine, and how they are downloaded."""
