"""The actions of each service of Alibaba Cloud: a file for each RAM code, dated data, no logic.

``actions`` are the names of the API in all its versions and those that only documents have (``documented``,
with their source); ``unverified`` are names seen in published policies that stand in no list. ``near`` is how
many letters a slip may have. A service is ``complete`` if nothing that is published contradicts its list.
``notActions`` are names of the API for which RAM asks another action. ``rows`` name the kinds of resources of
an action, ``resources`` their templates. The sources are named in ``_sources.json``.
"""
