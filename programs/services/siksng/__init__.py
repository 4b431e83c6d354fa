"""Not typed twice, not lost between two systems: what SIKS-NG must still be told, and what its export says."""
