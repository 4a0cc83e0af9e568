"""A new note, before it stands in `annotations/`: its words, its rules, the works it may cite."""
