"""The directives: from the book's records to neutral nodes."""
