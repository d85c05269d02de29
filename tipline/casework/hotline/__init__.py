"""The hotline: ``calls``, ``callback`` (who calls again), ``hailing`` (for a supervisor)."""
