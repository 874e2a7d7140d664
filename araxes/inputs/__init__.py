"""Parameter and scenario files, read strictly and turned into tables."""
