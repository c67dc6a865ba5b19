"""Which run is a method with the contrastive reward, and which the same without."""

import pytest

from clipo_bench.reports.method_pairs import pairs_by_name, pairs_given
from clipo_bench.reports.run import read_runs
from clipo_bench.tasks.errors import InputError


@pytest.fixture
def named(write_run, sample, tmp_path):
    """Reads runs with these names; they hold the same sample."""

    def read(*names):
        folder = tmp_path / "run"
        if not folder.exists():
            write_run("run", [sample()])
        run = read_runs([folder])[0]
        return [type(run)(name, folder, run.manifest, run.frame) for name in names]

    return read


def names_of(pairs):
    return [(base.name, new.name) for base, new in pairs]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("grpo", "grpo+clipo"), [("grpo", "grpo+clipo")]),
        (("GRPO + CLIPO", "GRPO"), [("GRPO", "GRPO + CLIPO")]),
        (("grpo_clipo_s1", "grpo_clipo_s2", "grpo_s2", "grpo_s1"),
         [("grpo_s1", "grpo_clipo_s1"), ("grpo_s2", "grpo_clipo_s2")]),
        (("CLIPO-dapo", "Dapo"), [("Dapo", "CLIPO-dapo")]),
        (("grpo", "gspo+clipo"), []),
        (("grpo", "grpoclipo"), []),
        (("base", "clipo"), []),
        (("grpo", "grpo+clipo", "GRPO-CLIPO"), [("grpo", "grpo+clipo"), ("grpo", "GRPO-CLIPO")]),
    ],
)  # fmt: skip
def test_names_that_differ_in_clipo_alone_are_a_pair(named, names, expected):
    assert names_of(pairs_by_name(named(*names))) == expected


def test_a_name_that_fits_two_methods_is_refused(named):
    with pytest.raises(InputError, match=r"grpo\+clipo may belong to grpo and GRPO"):
        pairs_by_name(named("grpo", "GRPO", "grpo+clipo"))


def test_given_pairs_are_of_two_names(named):
    runs = named("a", "b:c", "d")
    assert names_of(pairs_given(runs, ["a:b:c", "b:c:d"])) == [("a", "b:c"), ("b:c", "d")]
    for wrong in ("a", "a:x", "a:a", ":", "a:b"):
        with pytest.raises(InputError, match=r"expected A:B with the names of two runs, of a, b:c"):
            pairs_given(runs, [wrong])
    with pytest.raises(InputError, match="given twice"):
        pairs_given(runs, ["a:d", "a:d"])
