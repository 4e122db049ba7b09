"""The language server: what editors show, mend and complete while a file is written.

pygls and lsprotocol (the extra ``lsp``) are imported in this room only.
"""
