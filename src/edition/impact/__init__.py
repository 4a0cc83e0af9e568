"""Impact: what a change of passages does to the notes on them, and how each is mended."""
