"""From a question and its worked solution to a program that gives the answer."""
