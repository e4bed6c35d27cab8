"""What a question asks for: its parts, the sides that it compares, and what it means after the one before."""
