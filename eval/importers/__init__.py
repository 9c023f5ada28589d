"""Question sets of other projects, read into the schema of `eval.questions`."""
