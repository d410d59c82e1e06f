"""The people: their erasable identity, their registration, the import of lists."""
