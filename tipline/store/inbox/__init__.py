"""The inbox: tips, their key envelopes and parts, and the mailboxes of their reporters.

``drop`` is what the public site may do here; ``shelf`` is the review site's alone.
"""
