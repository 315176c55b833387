"""What the program costs, as multiples of something that everybody can run."""
