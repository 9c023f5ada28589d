"""One file a family of metrics, and the catalogue that names them all. Imported by module, never from here."""
