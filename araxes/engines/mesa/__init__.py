"""The Mesa engine: the reference. `model` is where to begin; `agents` is what a state does in a week."""
