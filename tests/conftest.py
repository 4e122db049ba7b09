"""Settings of all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# Times tell nothing on a shared machine. Runs that decide about a change repeat the same examples; runs of
# people look further each time.
settings.register_profile("immlint", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("immlint")

# What a test finds it finds itself, and it leaves nothing behind.
os.environ["IMMLINT_NO_CACHE"] = "1"
