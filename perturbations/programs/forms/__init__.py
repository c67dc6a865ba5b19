"""Problems that have a recognised form: a pattern of words and formulas, and how it is computed."""
