"""What is asked, and when an answer is right: problems, benchmarks, answers, records."""
