"""Cited answers from passages, or an honest no. Knows no screen outside `assistant.ui`."""
