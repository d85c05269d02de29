"""A desk's index: what its tips and cases are, so that they can be found among many.

Knows no tip, no case and nobody at work: ``tipline.casework`` fills it, and keeps it on the disk,
sealed. What it holds can be made again from the tips and cases.

- ``index``: one index; ``entry``: what goes in and is asked, ``found``: what comes out.
- ``tables``: its tables, ``filling``: what is put into all of them and taken out;
  ``asking``: the questions of a search in SQL, ``conditions``: what they are made of,
  ``listing``: that of the work list; ``looks``: which files are alike.
- ``kin``: which tips may concern the same as one; ``marks``: plates, places and their like.
- ``terms``: the words of each tip, by their numbers; ``tally``: what the views count, kept.
- ``words``: one spelling and one stem for a word, ``arabic``: the stems of Arabic.
- ``gist``: what a list of cases shows; ``standing``: what is open and late.
- ``allowed``: what was approved, and who may do it.
- ``spots``: where tips are, for a map, ``cells``: those that lie close together.
- ``figures``: what is counted for a time; ``board``: for the wall.
- ``held``: the indexes that are in use, in memory (``idle``); ``beside``: what was opened beside.
"""
