"""Pictures drawn from data in the edition: a timeline and a map of the argument."""
