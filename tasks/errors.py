"""The exceptions that the command line turns into a message and an exit code."""


class InputError(Exception):
    """Bad input from the user: a file, an option, a name or a value.

    The message names the thing, its value, what was expected and what to do.
    The command line prints it and exits with code 2.
    """


class ExternalError(Exception):
    """Something outside failed that may work later: a server, memory, a worker process.

    The message names what failed and what to do. The command line prints it and exits with
    code 75.
    """
