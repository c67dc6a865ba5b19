"""The competition problems, one file a competition."""
