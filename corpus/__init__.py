"""Articles: read from files, cleaned once, and understood. Knows no index and no question."""
