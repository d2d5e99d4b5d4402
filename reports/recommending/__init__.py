"""Recommendations between the rules, which are pure, and the rows of the database."""
