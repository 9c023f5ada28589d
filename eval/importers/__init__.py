"""One file a form of other people's question sets. Imported by module, never from here."""
