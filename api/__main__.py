"""`python -m api` serves the page and the API."""

from __future__ import annotations

from api.app import main

main()
