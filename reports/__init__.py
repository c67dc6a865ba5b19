"""What a run says: statistics, robustness, comparisons, and their rendering."""
