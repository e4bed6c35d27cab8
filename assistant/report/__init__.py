"""Reports of audits and batches, as HTML, Markdown, tables and JSON."""
