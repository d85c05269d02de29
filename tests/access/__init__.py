"""Who comes in to the review site."""
