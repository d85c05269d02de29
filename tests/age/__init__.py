"""Tests of the age format."""
