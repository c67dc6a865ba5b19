"""One command, one file. Each imports what is heavy only when it runs."""
