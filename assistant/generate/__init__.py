"""Generators: messages in, text out. One protocol, and the engines that implement it."""
