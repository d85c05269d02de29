"""Showing: what an analyst sees of a file was made anew from it, in the jail (decision 11).

- ``viewing``: ``Viewer``, the keeper's side: opens a sealed blob, has it shown, believes little.
- ``tasks``: what can be asked of a jail that shows; below it ``pictures``, ``pages``, ``strips``,
  ``recordings``, ``waves``, ``texts`` and ``offices``, which run in the jail only.
- ``bounds``: how large what is shown may be.
"""
