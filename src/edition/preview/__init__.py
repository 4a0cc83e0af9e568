"""The live preview: watch the sources, build what changed, tell the browser."""
