"""What who leads the office sees of all of it, read in a fixed number of queries."""
