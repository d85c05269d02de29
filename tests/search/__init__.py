"""The room search: what an index finds, and how long it is held."""
