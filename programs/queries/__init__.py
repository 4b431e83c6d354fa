"""Reads over several tables; every function is a fixed number of queries."""
