"""Cards: received, scheduled, handed over, sent back. Every move goes through `door`."""
