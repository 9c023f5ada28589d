"""Names of the parts of a generation's folder. Written by `index.building`, read by everybody else."""

ARTICLES = "articles.sqlite"
PARSES = "parses.sqlite"
VECTORS = "vectors.npy"
CHROMA = "chroma"
LEXICAL_PASSAGES = "lexical/passages"
LEXICAL_ARTICLES = "lexical/articles"
