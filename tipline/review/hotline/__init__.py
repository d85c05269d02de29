"""The hotline's pages: one for a call, one for a caller who comes back, and what was left unsent.

The questions are the form's (``tipline.intake``), the procedures ``casework.hotline.calls`` and
``casework.hotline.callback``.

- ``sections``: the questions of a call, in the order in which it goes; ``form``: one page of them.
- ``pages``: calls; ``back``: coming back; ``after``: what its page carries; ``lines``: the script;
  ``interpreting``: who interprets.
- ``hails``: calling the supervisor to the phone.
"""
