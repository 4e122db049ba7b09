"""Words without which code is not ours: known before anything else is imported."""

from __future__ import annotations

#: Code that is ours has one of these at least.
IN_CODE = (b"aliyun", b"alibaba", b"alicloud", b"ros_cdk", b"acs:", b"imm:", b"2020-09-30")
