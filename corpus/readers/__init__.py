"""One module a format; each has `read(stream, source, settings)`, which yields drafts. Found by
`corpus.reading`."""
