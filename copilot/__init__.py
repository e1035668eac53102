"""The copilot for key account managers: notes in, a provable account plan out."""
