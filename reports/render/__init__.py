"""A comparison or a gate, as HTML, Markdown, JUnit XML, JSON or terminal tables."""
