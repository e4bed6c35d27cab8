"""From a question to an answer: evidence, prompt, reply, marks, and each sentence held against what it cites."""
