"""Lint Alibaba Cloud IMM requests and RAM policies before they are deployed."""
