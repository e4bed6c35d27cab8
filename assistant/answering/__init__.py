"""From a question to an answer: evidence, prompt, reply, marks, and a check of each sentence against what it cites."""
