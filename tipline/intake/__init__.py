"""Taking a report in by either door: its questions, sealing and keeping it, coming back by code.

The public site and the hotline stand on this room: what one asks, the other asks in the same words,
and what comes of it lies alike. May import web, configuration, store.inbox.drop, sealing, tips and
settings; it holds recipients and the pepper, and opens one mailbox, given its code.

- ``form``: a page's questions; ``questions``, ``kinds``, ``entries``: what they ask; ``asked``: of
  whom; ``telltale``: words that may name the reporter; ``words``: what is told of both.
- ``counter``: sealing, dropping, looking.
"""
