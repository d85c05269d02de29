"""The casebook: cases and their events, analysts, sessions, invitations and the audit trail.

Only the review site and the command line import this; the public site's user cannot open the file.
"""
