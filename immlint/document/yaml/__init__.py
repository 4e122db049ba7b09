"""YAML: composed to nodes by ruamel.yaml, values and positions read off them."""
