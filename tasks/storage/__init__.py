"""What lies on disk: run folders, whole-or-nothing writes, journals, locks."""
