"""Why an answer is what it is, where several questions end in the same way."""

from __future__ import annotations

from immlint.message import Message

NO_REASON = Message("")
TOO_LONG = Message("the search for a resource was given up; it took too many steps")
