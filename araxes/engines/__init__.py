"""What makes the rules run: draws, the calendar, the Mesa model, the ensemble."""
