"""One kind of rewrite, one file; ``registry.py`` lists them."""
