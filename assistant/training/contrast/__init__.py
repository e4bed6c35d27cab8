"""Pairs of claim and evidence whose words are alike and whose meaning is not, made by program, each kind both ways."""
