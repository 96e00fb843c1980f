"""Templates as jinja2 compiled them, in memory."""

from __future__ import annotations

from collections.abc import MutableMapping

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """For the templates of one language: jinja2 computes at once what is constant in them, by its filters."""

    def __init__(self, kept: MutableMapping[str, bytes], language: str) -> None:
        self._kept = kept
        self._language = language

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{self._language} {super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled from another source, or by another Python, jinja2 takes for nothing."""
        if code := self._kept.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()
