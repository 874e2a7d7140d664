"""The record: read strictly, turned into weekly rungs, replayed up to an origin."""
