"""Long proofs, seeded and resumable: that no record is entered twice or lost, that nothing accepted is wrong."""
