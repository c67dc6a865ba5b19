"""What each check asks, in a sentence: for `perturb show` and docs/perturbations.md."""

from collections.abc import Mapping

from clipo_bench.perturbations.programs.competition.entry import NO_SECOND_WAY, TOO_SLOW

AGREES_OR_SLOW = "second way agrees, or is too slow"
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
    "no step breaks whole things": "what was counted whole in the original is whole",
    "no two options are worth the same": "no option has the value of another one",
    "hardness as claimed": "both texts are as hard to calculate as the certificate says",
    "gold differs": "the variant has another gold than the original",
    "program follows the text": "the recorded values are those in the variant's text",
    "derived again, the gold is the same": (
        "a program that is derived from the variant's own solution gives its gold"
    ),
    "derived again, it gives the original gold": (
        "that program gives the original's gold for the original's numbers"
    ),
    "no second opinion differs": (
        "another reading of the question and its worked solution does not say that the program is "
        "wrong"
    ),
    "values as claimed": "the certificate's values are those in the two texts",
    "edits at slots only": "only numbers that the program reads are changed",
    "nothing left over": "no changed number is left elsewhere with its old value",
    "no everyday fact contradicted": "no day has 30 hours, no person is 300 years old",
    "steps of the worked solution hold": "no step of the variant's worked solution is wrong",
    "all as claimed": "method, values, answers and ways are as the certificate says",
    "no worked solution": "the variant has none, since the original's would be wrong for it",
    "second way agrees": "another computation gives the same result",
    AGREES_OR_SLOW: (
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
    # Of an added quantity.
    "one sentence with one number": "what is added is one whole sentence with one number",
    "its thing is nowhere else": "no word of it but the person's name is in the problem",
    "something else is asked for": "the question is not for all things, and says what it counts",
    "its number is new": "its number is not in the question, the worked solution or the gold",
    "the program is unchanged": (
        "the program of the variant's text gives the original's answer, whatever the numbers are"
    ),
    "no step reads it": "whatever its number is, the program gives the gold",
    # Of an option that says that no other is right.
    "one option replaced and no other": "one option is replaced, the others keep their order",
    "gold follows the replacement": "the right one is gone and the new one is right, or it stays",
    "gold has another letter": "the gold's letter is not the original's",
    "question untouched, no worked solution": "the question is the original's, without solution",
    "right by itself, not by comparison": "the question asks for no best or largest option",
    "no option about options": "no option refers to others",
    # Of slips of the pen.
    "slips undone give the original": "with every slip taken back, the text is the original's",
    "one slip at each place": (
        "each is a mark, or one slip between the first and the last letter of a word"
    ),
    "numbers, names and signs untouched": "these are the original's, in the same order",
    "words for amounts untouched": "number words, shares, comparisons and negations are, too",
    "no more slips than the level": "no larger share of the words has a slip than the kind says",
    # Of harder numbers.
    "constraints of its level hold": "the problem makes sense with the harder numbers",
    "as hard as stated": "each number that changed has the digits or places that the kind says",
    "whole things stay whole": "what is counted in whole things has a whole number for an answer",
    # Of a number that is missing.
    "one number gone, and the offer": "one number became “some”, and the offer was added",
    "two fills give two golds": "two numbers in its place make two problems with two answers",
    "nothing else says it": "the answer depends on every number, and no other has its value",
    "gold is that nothing is determined": "the gold is that the answer cannot be determined",
    "the offer and nothing else": "only the offer to say so was added",
    "the answer is determined": "the original's program gives its gold",
    # Of a question that is turned round.
    "number put back gives the original": "with the number for the letter, it is the original",
    "the stated answer is the original's gold": "the answer that the text states is its gold",
    "the gold gives the stated answer": "with the variant's gold the program gives that answer",
    "no other value gives it": "the program's answer only rises with the number, or only falls",
    "no count that may be rounded": "the stated answer is no quotient of things counted in whole",
    # Of two questions, the second of which needs the first.
    "the first question is the original": "it stands there unchanged",
    "the second program gives the gold": "with the first gold for X, the second program gives it",
    "the second answer depends on the first": "another first answer gives another second one",
    "the second question is a test problem": "no model was trained on it",
}
"""By the name of the check, which certificates record."""


def explained(check: str, evidence: Mapping[str, str]) -> str:
    """A check with what it asks, or with what happened; a user's own has its name alone.

    Args:
        check: its name.
        evidence: the certificate's: of a check that can be met in two ways, it says in which.
    """
    if check == AGREES_OR_SLOW and (way := evidence.get("checked by")):
        if way == NO_SECOND_WAY:
            return "no second way: the answer is computed in one way only"
        if way.endswith(TOO_SLOW):
            return "second way left to the tests: too slow here, it agrees there on other values"
        return "second way agrees: it gives the same result for this variant"
    return f"{check}: {ABOUT[check]}" if check in ABOUT else check
