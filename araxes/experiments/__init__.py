"""Natural experiments: dated shocks from outside the dyads that react, and whether what the model says of them came true."""
