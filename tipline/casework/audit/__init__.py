"""The audit trail, read.

- ``opened_trail``: as an auditor opens it; ``auditing``: reading it; ``sampling``: what is looked
  at of it; ``openings``: who opened what.
"""
