"""What a text states (numbers, dates, names, quotations), and whether another text states the same."""
