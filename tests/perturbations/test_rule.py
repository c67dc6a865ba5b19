from clipo_bench.perturbations.rule import Rule, first

TABLE = (
    Rule("it is small", "1", lambda value: value < 5),
    Rule("it is even", "8", lambda value: value % 2 == 0),
)


def test_the_first_rule_that_holds_decides():
    decided = [first(TABLE, value) for value in (2, 6, 7)]
    assert [rule.why if rule else None for rule in decided] == ["it is small", "it is even", None]
