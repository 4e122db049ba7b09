# Not ours, and not even Python.
def create_dataset(:
    print "imm"
