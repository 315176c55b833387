"""What can be written: terms, the sets that variables live in, claims."""
