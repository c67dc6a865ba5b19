"""Phrases that forms share, as regular expressions for `TextForm.words`."""

FIND = (
    r"(?:what is|what's|find|compute|determine|evaluate|calculate|simplify|then find|then what is)"
)
THE_VALUE = r"(?: the (?:exact |numerical |simplified )?value of)?"
ASKED = rf"(?:{FIND}{THE_VALUE}(?: the (?:expression|following expression|sum|product|quantity))?)"

# "Express your answer as a common fraction." asks for a form that the answer has anyway.
NOTES = (
    r"(?: (?:(?:express|give|write|enter|leave) (?:your|the) (?:final )?answer (?:as|in) "
    r"(?:a |an )?(?:(?:common|simplified|reduced|improper|exact|simplest|simple) )?"
    r"(?:fraction|integer|decimal|whole number|radical form|(?:lowest|simplest) (?:terms|form))"
    r"(?: in (?:lowest|simplest|reduced) (?:terms|form))?"
    r"|as a (?:common|simplified) fraction|without (?:using )?a calculator|in your head))?"
    # "where i^2 = -1": only that may stand there, see `Form.match`.
    r"(?: \(?(?:where|note that|here|recall that|remember that) {imaginary}(?: \))?)?"
)

INTERVAL_NOTES = (
    r"(?: \(? ?(?:express|give|write|enter|leave) (?:your|the) (?:final )?answer (?:using|in|as)"
    r"(?: an| a)? (?:interval(?: notation| form)?|simplified interval notation)"
    r"(?: or as a union of intervals| or (?:a )?union of intervals)?(?: \))?"
    r"(?: (?:simplifying|reducing) any fractions in your answer)?)?"
)

# What is given, up to four formulas: "$x = 2$, $y = 3$ and $z = 4$".
ITEMS = r"{g}(?: (?:and )?(?:that )?{h})?(?: (?:and )?(?:that )?{k})?(?: (?:and )?(?:that )?{l})?"
ITEM_HOLES = ("g", "h", "k", "l")
_KIND = (
    r"(?:positive |nonzero |non-zero |distinct )?(?:real )?"
    r"(?:numbers?|integers?|constants?|functions?)"
)
# "are real numbers", "for all real numbers x": nothing that an answer depends on, or a condition
# that `compute` has to look for in the words.
WHERE = (
    rf"(?: (?:and|where|for|with)(?: all)?(?: real (?:numbers|values of)| values of| nonzero)?"
    rf" {{v}}"
    rf"(?: and {{w}})?(?: (?:is|are)(?: an?| both)?(?: {_KIND}| positive| real))?)?"
)
SOLUTION_NOTES = (
    rf"{NOTES}(?: \(?(?:enter|express|give|list|write) (?:all )?(?:the |your )?"
    r"(?:possible )?(?:solutions?|answers?|values?|roots?)(?: (?:of|for) {v})?"
    r"(?: separated by commas?| as a list| in increasing order| from least to greatest"
    r"| in order from least to greatest)*(?: \))?)?"
)
GIVEN = (
    r"(?:(?:let|suppose|if|for|given that|given|suppose that)(?: that)? {a}(?: and)?(?: {b})?(?:"
    r" and)?(?: {c})?"
    rf" (?:be|are|is)(?: an?| two)? {_KIND} (?:such that|satisfying|with|for which|that satisfy|and"
    r"|so that)|(?:let|if|suppose|given) {a}(?: and {b})? (?:satisfy|satisfies)|consider the"
    r" function"
    r"|define(?: the function)?|(?:a|the) function is defined as"
    r"|(?:if|let|given|given that"
    r"|suppose|suppose that|assume|assume that|when|we have)(?: the functions?| the two"
    r" functions| the equations)?)"
)
SUCH_THAT = r"(?:if|when|given|given that|such that|where|for|for which|so that|satisfying)"
