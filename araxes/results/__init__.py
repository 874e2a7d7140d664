"""What an ensemble says: outcomes, comparisons, checks of the model's health."""
