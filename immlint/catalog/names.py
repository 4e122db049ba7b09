"""The grammar of names of projects and datasets."""

from __future__ import annotations

from immlint.language import Chars, Language

#: What a name begins with, and what follows.
NAME_FIRST = Chars.between("az", "AZ", "__")
NAME_REST = Chars.between("az", "AZ", "__", "09", "--")
LONGEST_NAME = 128
# Without the bound of 128 every search is a hundred times smaller; where the length matters, the
# shortest name found is measured.
NAME = Language.hole(NAME_FIRST, 1, 1) + Language.hole(NAME_REST)
