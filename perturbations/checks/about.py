"""What each check asks, in a sentence: for `perturb show` and docs/perturbations.md."""

ABOUT = {
    # Of every variant.
    "identity kept": "benchmark, id, family, instruction and number of options are the original's",
    "original gold remembered": "the original's gold is recorded beside the variant's",
    "edits make the text": "the recorded edits turn the original's text into the variant's",
    "reads differently": "the variant's text is not the original's",
    "training and test apart": "a variant of a generated test problem is not a training problem",
    # Of shuffled options.
    "valid permutation": "the order names each option, or sentence, exactly once",
    "question untouched": "the question is the original's",
    "gold is the same option": "the option that was right is right, and no other has its text",
    "order undone gives the original": "put back in the old order, the text is the original's",
    # Of symbols with other names.
    "names of one kind": "each new name has the form that the kind allows, and the old one's case",
    "no two symbols merged": "two symbols never get the same name",
    "constants kept": "pi, e and i keep their names where they are constants",
    "standard names kept": "a group S_5, a probability P(A) and the like keep their names",
    "no name captured": "no new name already means something in the problem",
    "no old name left over": "no old name is left in the variant",
    "each symbol as often": "each symbol occurs as often as before",
    "names undone give the original": "with the old names put back, the text is the original's",
    # Of other numbers.
    "program gives the original gold": "with the original's numbers, the program gives its gold",
    "program gives the gold": "with the variant's numbers, the program gives the variant's gold",
    "worked solution reaches the gold": "the variant's worked solution ends in its gold",
    "constraints hold": "the problem makes sense with the new numbers: no negative count, say",
    "only numbers changed": "apart from its numbers, the text is the original's",
    "magnitude kept": "the numbers and the gold have as many digits as before",
    "gold differs": "the variant has another gold than the original",
    "program follows the text": "the recorded values are those in the variant's text",
    "derived again, the gold is the same": (
        "a program that is derived from the variant's own solution gives its gold"
    ),
    "derived again, it gives the original gold": (
        "that program gives the original's gold for the original's numbers"
    ),
    "values as claimed": "the certificate's values are those in the two texts",
    "edits at slots only": "only numbers that the program reads are changed",
    "nothing left over": "no changed number is left elsewhere with its old value",
    "no everyday fact contradicted": "no day has 30 hours, no person is 300 years old",
    "steps of the worked solution hold": "no step of the variant's worked solution is wrong",
    "all as claimed": "method, values, answers and ways are as the certificate says",
    "no worked solution": "the variant has none, since the original's would be wrong for it",
    "second way agrees": "another computation gives the same result",
    "second way agrees, or is too slow": (
        "another computation gives the same result, or takes too long and is left to the tests"
    ),
    "recognised again, the gold is the same": (
        "the program that is recognised in the variant's own text gives its gold"
    ),
    # Of other names of people and things.
    "like for like": "a woman's name replaces a woman's, a fruit a fruit, money money",
    "no two names merged": "two people or things never get the same name",
    "gold and options kept": "gold and options are the original's",
    "numbers, pronouns and formulas untouched": "these are the original's, in the same order",
    # Of other wording.
    "same content": "both texts say the same, once wording and units are set aside",
    "same numbers": "both texts have the same numbers, once units are set aside",
    "formulas kept": "the formulas are the original's",
    "no number beside a sign": "no price, time, fraction or range is rewritten",
    "gold kept, or follows its unit": "the gold is the same, or converted to the new unit",
    "options and solution kept": "the options are the original's, and no wrong solution is left",
    "words undone give the original": "outside of the recorded places, both texts are the same",
    # Of an added sentence.
    "one insertion and nothing else": "one sentence is added, and nothing else changes",
    "a sentence of its own": "what is added is one whole sentence",
    "between sentences, before the question": "it stands between two sentences",
    "no amount, time or money": "it has no amount, time or money; a number in it is a name",
    "about what is known": "it is about a person or place of the problem",
    "no pronoun lost": "no pronoun after it could mean somebody else now",
    "irrelevant": "nothing else in the problem has to do with what it says",
    "gold, options and solution kept": "these are the original's",
    # Of another order of sentences.
    "whole sentences": "only whole sentences are moved",
    "question stays last": "the question is not moved",
    "no sentence leans on another": "no sentence that is moved refers to another one",
}
"""By the name of the check, which certificates record."""
