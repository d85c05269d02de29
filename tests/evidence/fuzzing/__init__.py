"""Spoilt files of all kinds, in thousands: cleaned or refused, soon, and in little memory."""
