"""New numbers for old, with the gold by program: one file per way to know the program."""
