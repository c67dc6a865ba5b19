"""What goes wrong while a library loads a model's files, in the user's terms."""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError

from clipo_bench.bench_suite.process import is_out_of_memory
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.sources.hub_access import out_of_reach

_SHOWN = 400  # characters; vLLM's and transformers' messages fill a page


@contextmanager
def model_loading(name: str, library: str = "transformers") -> Iterator[None]:
    """Name the model that cannot be loaded: its files may hold anything.

    Args:
        name: the model, as the user gave it.
        library: what loads it.

    Raises:
        ExternalError: the connection to the hub failed.
        InputError: in place of whatever transformers, torch, safetensors or vLLM raise, which
            share no base class. Short memory stays what it is.
    """
    try:
        yield
    except (InputError, ExternalError):
        raise
    except UnpicklingError:  # torch's message advises to run what the file holds
        raise InputError(
            f"cannot load {name!r}: its weights are a pickle that holds something else than "
            "weights, which could run any code and is not read; give weights as *.safetensors"
        ) from None
    except Exception as error:
        if is_out_of_memory(error):
            raise
        if not Path(name).is_dir() and out_of_reach(error):
            raise ExternalError(
                f"the connection to the hub failed while {name!r} was loaded: start the same "
                "command again"
            ) from error
        reason = textwrap.shorten(str(error), _SHOWN) or type(error).__name__
        raise InputError(
            f"{library} cannot load {name!r} as a causal language model: {reason}"
        ) from None
