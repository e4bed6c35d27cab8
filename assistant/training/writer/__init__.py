"""How the writer is made: rows from SQuAD and other data, a LoRA adapter from the rows. See `__main__`."""
