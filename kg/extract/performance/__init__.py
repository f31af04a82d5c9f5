"""Performance forms, lists of indicators and what is said of projects, read into indicators, claims and profiles."""
