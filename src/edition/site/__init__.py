"""What stands around the pages: their head, the policy they keep, search, maps for visitors."""
