"""Desks that a case is given to, and agencies that it is sent to.

- ``giving``: to desks; ``responding``: what they do; ``handing_off``: to the emergency desk.
- ``dispatching``: to an outside agency; ``packing``: what goes there; ``undelivered``: what did not
  arrive.
- ``answering``: the link by which an agency answers, and its end; ``hearing``: what it said by it.
"""
