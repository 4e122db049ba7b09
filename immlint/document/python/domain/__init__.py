"""What code may compute: abstract values, each answering for itself what Python may do with it.

Values are shared as Python shares them: what one alias changes, every other alias sees.
"""
