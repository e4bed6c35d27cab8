"""Reports of audits and of batches: `audit` and `batch` write one, in the format that the name of its file asks for.

What is in a report is told by audit_html, audit_markdown and audit_table, and by the same three of batch, in the words
of `wording` and `batch_wording`. Templates of HTML ask these words and `highlights` for what they show. How it is
written: `tables` (CSV, Excel, Markdown), `page` (a file of HTML) and `templates`. `repairs` writes answers that are
repaired.
"""
