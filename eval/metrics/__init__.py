"""One file a family of metrics, each with its definition and source."""
