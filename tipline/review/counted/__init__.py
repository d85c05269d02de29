"""Figures of tips as a page shows them: of which time, in which table, and as a file.

``period``: of which desk and days; ``months``: of which months they are published; ``slots``: a
time cut for a chart; ``tabulating``: the tables, cell by cell; ``spreadsheet``: the same as a file.
"""
