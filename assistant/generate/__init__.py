"""Generators: messages in, text out. One protocol, and the engines behind it."""
