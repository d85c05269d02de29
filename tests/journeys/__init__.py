"""Whole journeys: two real servers, a real browser."""
