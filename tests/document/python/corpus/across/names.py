PROJECT = "demo-project"
DATASET = "1-photos"
GOOD = "photos"
CHANGED = "1-changed"
CHANGED = input()
DATASETS = {"dev": "2-photos"}


class Names:
    DATASET = "3-photos"
LISTED = ["good", "not.good"]
