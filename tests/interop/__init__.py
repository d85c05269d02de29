"""Other people's age tools read what we write, and we what they write."""
