"""LaTeX and English: what renaming and wording rest on."""
