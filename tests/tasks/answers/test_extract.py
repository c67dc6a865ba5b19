import pytest

from clipo_bench.tasks.answers.extract import boxes, extract, golds


@pytest.mark.parametrize(
    ("response", "text", "found"),
    [
        (r"so \boxed{5}.", "5", "boxed"),
        (r"\boxed{\frac{1}{2}}", r"\frac{1}{2}", "boxed"),
        (r"\boxed{\left\{ 1, 2 \right\}}", r"\left\{ 1, 2 \right\}", "boxed"),
        (r"\fbox{7} ", "7", "boxed"),
        (r"it is $\boxed 5$.", "5", "boxed"),
        (r"\boxed{1}, no: \boxed{2}", "2", "boxed"),
        (r"\boxed{3} and an empty \boxed{}", "3", "boxed"),
        (r"\boxed{1}</think> so \boxed{2}", "2", "boxed"),
        (r"Fill the \boxed{\phantom{22}} with 7. The answer is 7.", "7", "announced"),
        (r"In \boxed{?} and \boxed{\quad} we put 3 and stop.", "3", "last"),
        ("We get 7. <answer> 5 </answer>", "5", "tagged"),
        ("The answer is 7. <answer>5", "5", "tagged"),
        (r"<answer>so \boxed{5}</answer>", "5", "boxed"),
        ("It is 7 in <answer></answer>", "7", "last"),
        ("The answer is #### 60", "60", "announced"),
        ("The answer is 17 - 2 = #### 15", "15", "announced"),
        ("The answer is $x = -1$ and $x = 1$.", "x = -1, x = 1", "announced"),
        ("The answer is $1$, $2$.", "1, 2", "announced"),
        ("The answer is $5$, $2$ more than before.", "5", "announced"),
        ("The answer is\n(a)(b) - c\n= ab - c\n= 4 - 1", "4 - 1", "announced"),
        ("The answer is simply:\n\n   440", "440", "announced"),
        ("An incorrect answer is worth 2. They got 56.", "56", "last"),
        ("The answer is the same. There are 720 ways.", "720", "last"),
        ("The answer is Monday.", "Monday", "announced"),
        ("#### 18 dollars every day at the market", "18", "hashes"),
        ("#### 60% of the whole", "60%", "hashes"),
        ("#### 2 million people in all", "2 million", "hashes"),
        ("#### 3 20-minute walks", "3", "hashes"),
        ("#### $12 to fill all 5", "$12", "hashes"),
        ('#### 67" tall by then', "67", "hashes"),
        ("#### 5 and 6", "5 and 6", "hashes"),
        ("#### 5 + 6", "5 + 6", "hashes"),
        ("#### 5 to 6", "5 to 6", "hashes"),
        ("#### 1 3/4 cups", "1 3/4 cups", "hashes"),
        ("#### 12 500", "12 500", "hashes"),
        ("#### 50 cm", "50 cm", "hashes"),
        ("The answer is 12.", "12", "announced"),
        ("The answer is: $x + 1$. Done.", "x + 1", "announced"),
        ("The answer is $12.50 in all.", "$12.50 in all", "announced"),
        ("the final answer is:\n\n\\[ 4 \\]", "4", "announced"),
        ("Answer: the largest number is 34.", "34", "label"),
        ("The answer is 5 because 12 are left", "5", "announced"),
        ("The answer is 6!. So", "6!", "announced"),
        ("3 + 4 = 7\n#### 7", "7", "hashes"),
        ("We add.\nA: 18", "18", "label"),
        ("**Answer:** 9 cm", "9 cm", "label"),
        ("Answer:\nLet's see:\n4 + 5 = 9", "9", "last"),
        ("Answer:\nTo find it we need to add all of the numbers.\nSo 4 + 5 = 9", "9", "last"),
        ("So we get **42** apples, of 50.", "42", "bold"),
        ("They have 3 left, then 1,200.50 in all.", "1,200.50", "last"),
        ("First 3, and in the end $x^2 + 1$.", "x^2 + 1", "last"),
        ("It costs $5 each, so $15 in all.", "$15", "last"),
        ("There were 3 million people in 40 towns, or 5 thousand.", "5 thousand", "last"),
        ("It is the 12th of 30 days, on the 4th.", "30", "last"),
        (r"\frac{10}{9}", r"\frac{10}{9}", "whole"),
        (r"$$\text{The two lines are skew}$$", r"\text{The two lines are skew}", "whole"),
        ("It is 4^79.", "4^79", "last"),
        ("There are 5 possible values of $x$.", "5", "last"),
        ("Of 5 values we take one. So it is $p - q$.", "p - q", "last"),
        ("The sum is 150 (in base 10).", "150", "last"),
    ],
)
def test_finders(response, text, found):
    answer = extract(response)
    assert (answer.text, answer.found) == (text, found)


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ("The best choice is (B), not (A).", "B"),
        ("Therefore option C", "C"),
        ("A dog is an animal, hence D.", "D"),
        ("**B**", "B"),
    ],
)
def test_option_letters(response, text):
    assert extract(response, choice=True).text == text


def test_paper_mode_takes_a_box_and_nothing_else():
    assert extract(r"\boxed{5}", mode="paper").text == "5"
    assert extract("The answer is 5.", mode="paper").text is None
    assert extract(r"\boxed{1} and \boxed{2}", mode="paper").joint is None


@pytest.mark.parametrize("mode", ["full", "paper"])
def test_an_open_box_is_cut(mode):
    answer = extract(r"we had 3, so \boxed{\frac{1}{", mode=mode)
    assert (answer.text, answer.cut) == (None, True)


@pytest.mark.parametrize(
    "response",
    [
        "so we have 5 = 953/16201" + " = 953/16201" * 60,
        "it is 0." + "6" * 400,
        r"we add 5 and get \[ a(c + 1",
    ],
)
def test_a_response_that_nobody_ended_gives_only_an_explicit_answer(response):
    assert extract(response).cut
    assert extract("The answer is 5. " + response).text == "5"


@pytest.mark.parametrize(
    "response",
    ["we add \\[ 2 + 3 \\] and get 5", "we count 1, 2, 1, 2, 1, 2 and 5", "5" + "\n" * 400],
)
def test_a_response_that_ended_is_not_cut(response):
    answer = extract(response)
    assert (answer.text, answer.cut) == ("5", False)


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ("72\n\nH: What is 3 + 4?\n\nA: 7", "72"),
        ("The answer is 72.\n\nQ: What is 3 + 4?\n\nA: 7", "72"),
        ("Let us begin.\n\nProblem: 3 + 4\n\nThe answer is 7.", "7"),
        ("\n\nHuman: what?\n\nA: 7", "7"),
    ],
)
def test_the_next_question_is_no_part_of_a_response(response, text):
    assert extract(response).text == text


def test_paper_mode_takes_no_box_before_an_open_one():
    response = r"\boxed{42} wait, \boxed{7"
    answer = extract(response, mode="paper")
    assert (answer.text, answer.cut) == (None, True)


def test_an_open_box_behind_a_doubt_takes_the_one_before_it_back():
    assert extract(r"\boxed{42} wait, \boxed{7").cut
    assert extract(r"\boxed{42} wait, \boxed{7").text is None
    assert extract(r"\boxed{42}, that is \boxed{7").text == "42"


def test_a_truncated_response_counts_only_an_explicit_answer():
    assert extract("the answer is 5. But wait, 3 and", truncated=True).text == "5"
    cut = extract("so far 5 and then 3", truncated=True)
    assert (cut.text, cut.cut) == (None, True)


@pytest.mark.parametrize(
    ("response", "joint"),
    [
        (r"$x = \boxed{1}$ and $y = \boxed{2}$", "1, 2"),
        (r"$\boxed{2}$ $\boxed{3}$", "2, 3"),
        (r"\boxed{1}. Then we check all of it, and then: \boxed{2}", None),
        (r"\boxed{1}", None),
    ],
)
def test_boxes_side_by_side_are_also_one_list(response, joint):
    assert extract(response).joint == joint


@pytest.mark.parametrize(
    ("response", "text"),
    [
        (r"\boxed{1} and \boxed{2}", "1, 2"),
        (r"$$\boxed{2}, \boxed{3}, \boxed{5}$$", "2, 3, 5"),
        (r"\(\boxed{A}\) or \(\boxed{B}\)", "A, B"),
        (r"\boxed{9}. Then \boxed{A} or \boxed{B}", "A, B"),
        (r"\boxed{A} \text{ or } \boxed{B}", "A, B"),
        (r"\boxed{A}, so \boxed{B}", "B"),
        (r"\boxed{A}. \boxed{B}", "B"),
    ],
)
def test_boxes_with_nothing_but_a_conjunction_between_them_are_one_answer(response, text):
    answer = extract(response)
    assert (answer.text, answer.found) == (text, "boxed")
    assert extract(response, mode="paper").text == text.rpartition(", ")[2]


def test_boxes_say_where_an_open_one_starts():
    text = r"\boxed{1} \boxed{2"
    found, open_box = boxes(text)
    assert [text[box.inner] for box in found] == ["1"]
    assert open_box == 10


def test_a_box_that_was_left_open_earlier_does_not_hide_the_last():
    answer = extract(r"first \boxed{5, then again: \boxed{6}.")
    assert (answer.text, answer.cut) == ("6", False)


@pytest.mark.parametrize(
    ("gold", "texts"),
    [
        ("18", ("18",)),
        (r"Adding gives $x = \boxed{\frac{3}{4}}$.", (r"\frac{3}{4}",)),
        (r"\boxed{1} or \boxed{-2}", ("1, -2",)),
        (r"\boxed{1} papers and \boxed{2} bins", ("2", "1, 2")),
        (r"so it is \boxed{x = 1 \text{ or } 2", (r"x = 1 \text{ or } 2",)),
        ("16 - 3 = <<16-3=13>>13\n#### 13", ("13",)),
        ("16 - 3 = <<16-3=13>>13\nA: 13", ("13",)),
        ("A:B=1", ("A:B=1",)),
    ],
)
def test_golds_may_be_whole_solutions(gold, texts):
    assert golds(gold) == texts


@pytest.mark.parametrize("long", ["7" * 70, "1.5 + " * 70, r"\alpha " * 70])
def test_a_long_number_in_the_last_sentence_takes_no_time(long):
    """Such a response hung: its digits were tried in every grouping."""
    extract(f"so 19 times that is {long} times 19 times")
