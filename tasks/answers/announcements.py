r"""What a response says that its answer is: "The answer is 12.", ``#### 12``, "Answer: 12".

An announcement gives a phrase, and the phrase is cut down to the answer: of "12 (since 3 times
4 is 12)" that is 12. One that gives nothing, such as "The answer is rounded to two places", leaves
the one before it standing.
"""

import re

from clipo_bench.tasks.answers.amounts import leading_amount
from clipo_bench.tasks.answers.inline_math import PROSE, content, formula_at, formulas
from clipo_bench.tasks.answers.normalise import normalise
from clipo_bench.tasks.answers.numbers import number
from clipo_bench.tasks.answers.units import FACTORS, conversion, split_unit
from clipo_bench.tasks.answers.value import settle

PHRASE_LENGTH = 2000
LABELLED_LENGTH = 40
MAX_ANNOUNCED = 200
# An announcement begins at most so far before the word that it needs: "final answer".
MAX_BEFORE = 100
MAX_FORMS = 120

_BE = (
    r"is|are|was|were|=|equals"
    r"|(?P<modal>(?:should|would|must|will|has[ \t]+to|have[ \t]+to|ought[ \t]+to)"
    r"(?:[ \t]+(?:then|therefore|thus|still|instead))?[ \t]+be)"
    r"|comes?[ \t]+(?:out[ \t]+)?(?:to|as)|works[ \t]+out[ \t]+to(?:[ \t]+be)?"
    r"|turns[ \t]+out[ \t]+to[ \t]+be|becomes|remains"
)
_FILLER = (
    r"simply|therefore|thus|just|then|indeed|actually|clearly|definitely|certainly|probably"
    r"|most[ \t]+likely|likely|for[ \t]+sure|still|instead|given[ \t]+by|hence|in[ \t]+fact|now"
)
# "The answer is", "the final answer to part (b) should be", "the answers are".
_ENGLISH = (
    r"(?<!incorrect )(?<!wrong )(?<!each )(?<!every )(?<!blank )"
    r"\banswers?(?:[ \t]++to[^.\n:]{1,80}?|,[^.\n:,]{1,60},)?[ \t]*+"
    rf"(?:{_BE})(?![A-Za-z])(?:[ \t]++(?:{_FILLER})\b)*+[ \t]*:?"
    r"|\bfinal[ \t]+answer[ \t]*[*_]*[ \t]*:"
)

# What other languages say for "the answer is" and "Answer:", with an example of each.
LANGUAGES = (
    # 答案：12, 所以，答案是12。, 正确答案为B, 最终答案是 7
    (
        "Chinese",
        r"(?:答案|答)[ \t]*(?:应该是|应该为|应为|应是|就是|是|为|選|选|[:：=])[ \t]*[:：]?",
    ),
    # 答えは12です。, 正解は B, 答え：12
    ("Japanese", r"(?:答え|答|正解|解答)[ \t]*(?:は|[:：=])[ \t]*[:：、]?"),
    # 답은 12입니다., 정답: 12
    ("Korean", r"(?:정답|답|답변)[ \t]*(?:은|는|이|[:：=])[ \t]*[:：]?"),
    # Ответ: 12, Ответом является 12, Правильный ответ — B
    (
        "Russian",
        r"\bответ(?:ом)?"
        r"[*_]*[ \t]*(?:равен|будет|является|это|[:：=]|[—–-](?=[ \t]))[ \t]*[:：]?",
    ),
    (
        "Ukrainian",
        r"\bвідповідь(?:дю)?"
        r"[*_]*[ \t]*(?:дорівнює|буде|[:：=]|[—–-](?=[ \t]))[ \t]*[:：]?",
    ),
    # उत्तर: 12, उत्तर 12 है
    ("Hindi", r"(?:उत्तर|जवाब)[*_]*[ \t]*(?:है|[:：=]|(?=\d))[ \t]*[:：]?"),
    # উত্তর: 12
    ("Bengali", r"উত্তর[*_]*[ \t]*(?:হল|হলো|[:：=])[ \t]*[:：]?"),
    # సమాధానం: 12
    ("Telugu", r"సమాధానం[*_]*[ \t]*[:：=]?"),
    # คำตอบคือ 12, คำตอบ: 12
    ("Thai", r"คำตอบ(?:ที่ถูกต้อง|สุดท้าย)?[*_]*[ \t]*(?:คือ|เป็น|[:：=])[ \t]*[:：]?"),
    # الجواب: 12, الإجابة هي 12
    (
        "Arabic",
        r"(?:الجواب|الإجابة|الاجابة)(?:[ \t]+(?:النهائية|النهائي|الصحيحة|الصحيح))?"
        r"[*_]*[ \t]*(?:هي|هو|[:：=])[ \t]*[:：]?",
    ),
    # Réponse : 12, La réponse finale est 12
    (
        "French",
        r"\bréponse(?:[ \t]+(?:finale|correcte))?"
        r"[*_]*[ \t]*(?:est|serait|=|[:：])(?![A-Za-z])[ \t]*(?:donc\b)?[ \t]*[:：]?",
    ),
    # Antwort: 12, Die Antwort lautet 12, Das Ergebnis ist 12
    (
        "German",
        r"\b(?:antwort|ergebnis|lösung)"
        r"[*_]*[ \t]*(?:ist|lautet|beträgt|=|[:：])(?![A-Za-z])"
        r"[ \t]*(?:also\b|daher\b|somit\b)?[ \t]*[:：]?",
    ),
    # La respuesta es 12, Respuesta: 12, La respuesta correcta es B
    (
        "Spanish",
        r"\brespuesta(?:[ \t]+(?:final|correcta))?"
        r"[*_]*[ \t]*(?:es|sería|=|[:：])(?![A-Za-z])[ \t]*(?:entonces\b)?[ \t]*[:：]?",
    ),
    # A resposta é 12, Resposta: 12
    (
        "Portuguese",
        r"\bresposta(?:[ \t]+(?:final|correta))?"
        r"[*_]*[ \t]*(?:é|seria|=|[:：])(?!\w)[ \t]*[:：]?",
    ),
    # La risposta è 12
    (
        "Italian",
        r"\brisposta(?:[ \t]+(?:finale|corretta))?"
        r"[*_]*[ \t]*(?:è|sarebbe|=|[:：])(?!\w)[ \t]*[:：]?",
    ),
    # Het antwoord is 12
    ("Dutch", r"\bantwoord[*_]*[ \t]*(?:is|luidt|=|[:：])(?![A-Za-z])[ \t]*[:：]?"),
    # Odpowiedź: 12, Odpowiedź to 12
    ("Polish", r"\bodpowiedź[*_]*[ \t]*(?:to|brzmi|=|[:：])(?!\w)[ \t]*[:：]?"),
    # Cevap: 12
    ("Turkish", r"\bcevap[*_]*[ \t]*[:：=]"),
    # Đáp án: 12, Đáp án là 12, Câu trả lời là 12
    (
        "Vietnamese",
        r"(?:đáp án|đáp số|câu trả lời)(?:[ \t]+(?:đúng|cuối cùng))?"
        r"[*_]*[ \t]*(?:là|[:：=])[ \t]*[:：]?",
    ),
    # Jawaban: 12, Jawabannya adalah 12
    (
        "Indonesian",
        r"\bjawaban(?:nya)?(?:[ \t]+(?:akhir|yang benar))?"
        r"[*_]*[ \t]*(?:adalah|ialah|[:：=])[ \t]*[:：]?",
    ),
    # Jibu ni 12
    ("Swahili", r"\bjibu[*_]*[ \t]*(?:ni\b|[:：=])[ \t]*[:：]?"),
)

# A word that each language's pattern needs: a text without it is not searched.
_HINTS = {
    "Chinese": ("答",), "Japanese": ("答", "正解"), "Korean": ("답",), "Russian": ("ответ",),
    "Ukrainian": ("відповід",), "Hindi": ("उत्तर", "जवाब"), "Bengali": ("উত্তর",),
    "Telugu": ("సమాధానం",), "Thai": ("คำตอบ",), "Arabic": ("جواب", "جابة"), "French": ("réponse",),
    "German": ("antwort", "ergebnis", "lösung"), "Spanish": ("respuesta",),
    "Portuguese": ("resposta",), "Italian": ("risposta",), "Dutch": ("antwoord",),
    "Polish": ("odpowied",), "Turkish": ("cevap",), "Vietnamese": ("đáp", "câu trả lời"),
    "Indonesian": ("jawaban",), "Swahili": ("jibu",),
}  # fmt: skip
_ANNOUNCED = tuple(
    (hints, re.compile(pattern, re.IGNORECASE))
    for hints, pattern in (
        (("answer",), _ENGLISH),
        *((_HINTS[language], pattern) for language, pattern in LANGUAGES),
    )
)
_ANNOUNCED_IN_ASCII = tuple(
    (tuple(filter(str.isascii, hints)), pattern) for hints, pattern in _ANNOUNCED
)
_HASHES = re.compile(r"####")
_LABEL = re.compile(
    r"^[ \t>*_#-]*(?:(?:final|correct|my|short)[ \t]+)?(?:answer|ans)[ \t]*+(?:[*_]++[ \t]*+)?"
    r"(?:[:：]|[-–—=](?=[ \t]))"
    r"|^[ \t>*_#-]*A[ \t]*+(?:[*_]++[ \t]*+)?[:：]"
    r"|^[ \t>]*(?:#{1,6}[ \t]*[*_]*|[*_]{2})(?:final[ \t]+)?answer[*_ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Words that follow an announcement without being an answer.
_NO_ANSWER = re.compile(
    r"the(?: same)?|correct|right|wrong|simply|clear|obvious|question|as follows"
    r"|(?!\(?[A-Z][).:])[^\d\\$\s]+(?:\s+[^\d\\$\s]+){6,}",
    re.IGNORECASE,
)
# What was done to an answer, or is said of it, is none: "is rounded to 2 places".
_HOLLOW = re.compile(
    r"(?:therefore |also |then |already |not |to be )?(?:obtained|rounded|found|calculated|derived"
    r"|computed|expressed|reached|determined|verified|checked|shown|written|based|consistent"
    r"|reasonable|supported|explained|reported|stated|required|requested|simplified|provided"
    r"|found by|in (?:the form|terms|simplest|units|dollars)|correct|incorrect|wrong|confirmed"
    r")\b(?!.{0,60}[:=])",
    re.IGNORECASE,
)
_SUBSTANCE = re.compile(r"[^\W_]|[π∞∅√∛]")
_NUMBER = r"-?\$?\d[\d,]*(?:\.\d+)?(?:/\d+)?%?"
_FACTOR = rf"(?:[ \t](?:{'|'.join(FACTORS)})s?\b)*"
# A number after which its sentence continues, as GSM8K's "#### 18 dollars every day".
_LEADING = re.compile(
    rf"({_NUMBER}{_FACTOR})"
    r"[\"']?[ \t]+(?!(?:and|or)\b|to[ \t]+\d|[-+*/=x×^\\<>]|\d+/\d|\d{3}\b)"
    r"(?:[A-Za-z]*[^A-Za-z\s.]|[A-Za-z]+[ \t]+\S)"
)
# "5 cups to make 35 cookies": the quantity, where a later number is of something else.
_QUANTITY = re.compile(
    rf"(?P<quantity>{_NUMBER}{_FACTOR}(?:[ \t](?!(?:to|for|in|on|at|from|with|by|and|or|of|chances?"
    r"|out)\b)[A-Za-z-]+){1,3})[ \t]+"
    r"(?:to|for|in|on|at|from|with|by|that|after|before|each|every|during)\b(?=.*\d)"
)
_STATED = re.compile(
    r"\A(?!\(?[A-Z]\b)[^\d\\]*\b(?:is|are|equals|be|measures)\b[ \t]*:?[ \t]*(?=.*[\d\\])",
    re.DOTALL,
)
_REASON = re.compile(r",?\s(?:because|since|so|as|which|where|when|but)\s.*")
# Behind a value only: "12, not 13", "24 after 3 steps", "5 (since ..)", "1/3 or about 0.33".
_TAIL = re.compile(
    r",?\s+(?:and\s+)?(?:not|rather than|instead of|as opposed to|it can(?:no|')t)\b.*"
    r"|,?\s+(?:(?:y|et|und|e|а|и|en)\s+)?(?:no|non|pas|nicht|não|не|niet)\s.*|[,，]?(?:而)?不是.*"
    r"|,?\s+(?:after|obtained|using|given that|by\s+\w+ing|assuming|or\s+(?:about|approximately"
    r"|roughly|around|≈|\\approx))\s.*"
    r"|,\s+(?:for|with|in|on|from|at)\s(?!.*[<>=\\]).*"
    r"|\s*\((?:in(?! base)|on|with|out of|since|because|as|for|from"
    r"|i\.e|e\.g|note|see|which|that|rounded|approx|after|if|when"
    r"|where|or|about|not|assuming|using|by|both|all|the|this|it|we|so|=|≈|[a-z]+ing)\b.*"
    r"|\s+\([a-z]{3,}\)\s*$"
    r"|\s+\([A-Za-z]{2,}(?<!base)(?<!mod)\s+[A-Za-z]{2,}[^()]*\)\s*$",
    re.DOTALL | re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\A(?:not|neither)\b.{1,60}?[\s,;:](?:but|rather|it is|it's)\s+(?=\S)(?:rather\s+)?",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\d|\\[A-Za-z]|\A\W*[A-Za-z]\W*\Z|\A\(?[A-Z]\)?[\s,.)]")
# "The answer must be positive" describes it; "must be 5", "must be Monday" and "must be x" give it.
_GIVES = re.compile(r"\d|\\|\A\W*(?:[A-Z]|[a-z]\b)|[π∞∅√]")
_NAMING = re.compile(
    r"\s*(?:is|are|equals|measures|must be|has (?:a )?(?:length|measure|area|value)(?: of)?)\s+"
    r"(?=[$\\\d(-])"
)
_POLITE = re.compile(r"(?:です|である|となります|になります|だ|입니다|이다|이에요|है|हैं|ครับ|ค่ะ)\W*\Z")
# Dots and quotation marks before the answer, as in "The answer is ... F".
_BEFORE = re.compile(r"\A(?:\.{2,}\s*|…\s*|\\?[\"“`«「]|'(?=\S))+")
_JSON = re.compile(
    r"[\"'](?:final[_ ]?)?answer[\"']\s{0,5}:\s{0,5}"
    r"(?:\"(?P<text>[^\"\n]{1,200})\"|(?P<bare>[^\s,}\"'\[{][^,}\n]{0,100}))",
    re.IGNORECASE,
)
_QUOTES = "`'\"“”‘’«»「」"
# What joins the formulas of one announced list.
_MORE = re.compile(r"[ \t]*(?:,|;)?[ \t]*(?P<word>and|or)?[ \t]*(?=\$|\\\()")
SENTENCE_END = re.compile(r"(?<![ap]\.m)[.?](?=\s|$)|[。！？।؟]")
_OTHER_FORM = re.compile(r",? or |,? i\.e\.,? | ou |或")


def tagged(text: str) -> str | None:
    """What stands in the last ``<answer>``."""
    _, tag, inside = text.rpartition("<answer>")
    return phrase(inside.partition("</answer>")[0][:PHRASE_LENGTH]) if tag else None


def announced(text: str) -> str | None:
    """What follows the last "the answer is", in any of the languages."""
    lowered = text.lower()
    found: list[re.Match[str]] = []
    for hints, pattern in _ANNOUNCED_IN_ASCII if text.isascii() else _ANNOUNCED:
        if places := [place for hint in hints if (place := lowered.find(hint)) >= 0]:
            # Few characters grow when lowered; then a place in one is none in the other.
            near = min(places) - MAX_BEFORE if len(lowered) == len(text) else 0
            found += pattern.finditer(text, max(0, near))
    return _after_last(sorted(found, key=re.Match.end))


def hashes(text: str) -> str | None:
    """What follows ``####``: its number, if that is the start of a sentence."""
    found = _after_last(list(_HASHES.finditer(text)))
    leading = _LEADING.match(found) if found else None
    return leading[1] if leading else found


def label(text: str) -> str | None:
    """What follows ``Answer:``, unless that is the heading of a whole explanation."""
    found = _after_last(list(_LABEL.finditer(text)))
    if found is None:
        return None
    explains = found.endswith(":") or (len(found) > LABELLED_LENGTH and PROSE.search(found))
    return None if explains else found


def in_json(text: str) -> str | None:
    """What the last ``"answer": ..`` of JSON holds."""
    found = [match["text"] or match["bare"] for match in _JSON.finditer(text)]
    return phrase(found[-1]) if found else None


def is_value(text: str) -> bool:
    """Whether a phrase is nothing but a value: a number with a unit, a formula, or a letter."""
    text = normalise(text)
    return bool(number(text)) or (
        bool(re.search(r"\d|\\[A-Za-z]|\A\(?[A-Za-z]\)?\Z", text)) and not PROSE.search(text)
    )


def _after_last(matches: list[re.Match[str]]) -> str | None:
    """What follows the last match that something follows."""
    for match in reversed(matches[-MAX_ANNOUNCED:]):
        found = phrase(match.string[match.end() : match.end() + PHRASE_LENGTH])
        described = match.groupdict().get("modal") and not _GIVES.search(found)
        if found and not described and not _hollow(found):
            return found
    return None


def _hollow(found: str) -> bool:
    if _NO_ANSWER.fullmatch(found) or not _SUBSTANCE.search(found):
        return True
    return bool(_HOLLOW.match(found))


def phrase(text: str) -> str:
    """Cut what follows an announcement down to the answer: its formula, or its sentence."""
    text = text.strip().lstrip("*_:：# \n")
    text = _BEFORE.sub("", text)
    formula = formula_at(text)
    if formula and (chain := _chain(text, formula)):
        return chain
    if formula and (naming := _NAMING.match(text, formula.end())):
        return phrase(text[naming.end() :])
    if formula:
        rest = text[formula.end() :].lstrip("*_ ")
        if not rest or rest[0] in ".,;:!?\n。，" or rest[0].isalpha() or _TAIL.match(" " + rest):
            return content(formula)
    return _cut(_first_sentence(text))


def _first_sentence(text: str) -> str:
    line, *others = text.split("\n")
    for other in others:  # a calculation ends with its last line
        if not other.lstrip(" \t&").startswith("="):
            break
        line = other.lstrip(" \t&=")
    line = line.rpartition("####")[2].strip()
    spans = [(match.start(), match.end()) for match in formulas(line)]
    for end in SENTENCE_END.finditer(line):
        if not any(start < end.start() < stop for start, stop in spans):
            return line[: end.start()]
    return line


def _cut(line: str) -> str:
    """The answer of a sentence: without a reason, what it rules out, and what it goes on to say."""
    line = _POLITE.sub("", " ".join(line.split()))
    line = _NEGATED.sub("", line, count=1)
    line = _REASON.sub("", line)
    tail = _TAIL.search(line)
    if tail and tail.start() and _VALUE.search(line[: tail.start()]):
        line = line[: tail.start()]
    if amount := leading_amount(line):
        return amount
    line = _STATED.sub("", line).strip()
    if quantity := _QUANTITY.match(line):
        line = quantity["quantity"]
    return line.strip("*_").strip().strip(_QUOTES).strip()


def _chain(text: str, formula: re.Match[str]) -> str | None:
    """The formulas that `and`, `or` and commas join to the first, as one list; None if none do."""
    found, words = [content(formula)], 0
    while more := _MORE.match(text, formula.end()):
        following = formula_at(text, more.end()) if more[0].strip() else None
        if not following:
            break
        formula = following
        words += bool(more["word"])
        found.append(content(formula))
    ends = not text[formula.end() :].strip(" \t*_") or text[formula.end()] in ".\n"
    return ", ".join(found) if len(found) > 1 and (words or ends) else None


def other_forms(text: str) -> tuple[str, ...]:
    """The forms of one value, as of "6225 cents or $62.25"; none where the values differ."""
    if len(text) > MAX_FORMS:
        return ()
    forms = [form for form in _OTHER_FORM.split(" ".join(text.split())) if form.strip()]
    if len(forms) != 2:
        return ()
    first, second = (normalise(form) for form in forms)
    return tuple(forms) if first and second and _same(first, second) else ()


def _same(first: str, second: str) -> bool:
    (one, unit), (other, other_unit) = split_unit(first), split_unit(second)
    times = conversion(unit, other_unit) if unit and other_unit else 1
    a, b = number(one), number(other)
    if a and b:
        left, right = (x.value / 100 if x.percent else x.value for x in (a, b))
        return times is not None and left * times == right
    return not (unit or other_unit) and settle(first, second, 0.0) is True
