"""Passages of articles, found fast, in generations that nobody can break. Knows no question's meaning."""
