"""One site as a process of its own: ``python -m tipline.serving public`` (or another).

Knows the web server, nothing of tips: it imports ``wsgi`` for its own site only, in its workers.
``tipline serve`` starts it with an environment that holds what this site needs and no more.
"""
