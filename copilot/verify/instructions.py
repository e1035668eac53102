"""Planted instructions, under the name that the verifier's callers know."""

from copilot.text.instructions import find_instructions

__all__ = ["find_instructions"]
