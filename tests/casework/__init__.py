"""The room casework: two people at the same case in the same moment."""
