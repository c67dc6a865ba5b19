"""The one exception that means: what was given cannot be used."""


class InputError(Exception):
    """Bad input from the user: a file, an option, a name or a value.

    The message names the thing, its value, what was expected and what to do.
    The command line prints it and exits with code 2.
    """
