"""Which configuration holds for which file: the nearest one; for the run, that of the working directory."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable

from immlint.config.model import Config
from immlint.message import Message

#: By precedence, the files that a folder's configuration may be in.
NAMES = ("immlint.toml", ".immlint.toml", "pyproject.toml")
#: Keys, as they are written, that concern the run and no single file.
OF_THE_RUN = ("fail-on", "output-format", "policies", "baseline", "python-rules")


def _as_it_is(config: Config) -> Config:
    return config


class Settings:
    """The configurations of one run.

    ``run`` is what concerns the run as a whole: that of *folder*. *given* puts what the command line says
    above each. Without *nearest* there is no other than *config*.
    """

    def __init__(
        self,
        config: Config | None = None,
        given: Callable[[Config], Config] = _as_it_is,
        *,
        nearest: bool = False,
        folder: str = os.curdir,
    ) -> None:
        self._given = given
        self._nearest = nearest
        self._default = given(config or Config())
        self._by_folder: dict[str, Config] = {}
        self._by_name: dict[str, Config] = {}
        #: What was found that has no effect, for people.
        self.warnings: list[str] = []
        self.run = self._default
        self._begun = False
        self._last: tuple[str | None, Config] = (None, self._default)
        if nearest:
            self.run = self.of_folder(folder)
            self._begun = True

    @classmethod
    def of_all(cls, config: Config | Settings | None) -> Settings:
        """Return the settings of a run with one configuration, unless it is settings already."""
        return config if isinstance(config, Settings) else cls(config)

    def of(self, path: str) -> Config:
        """Return the configuration of a file. Raises :class:`ConfigError`."""
        if not self._nearest:
            return self._default
        # One file after the other is asked for several times.
        last = self._last
        if path != last[0]:
            last = self._last = (path, self.of_folder(os.path.dirname(path)))
        return last[1]

    def used(self, paths: Iterable[str] = ()) -> list[Config]:
        """Return the configuration of the run, those of files, and what was read on the way to others.

        Raises :class:`ConfigError`.
        """
        found = (self.run, *map(self.of, paths), *self._by_folder.values())
        return list({id(config): config for config in found}.values())

    def of_folder(self, folder: str, names: Collection[str] | None = None) -> Config:
        """Return the configuration of the files of a folder; *names* are what is in it, where that is known.

        Raises :class:`ConfigError`.
        """
        if not self._nearest:
            return self._default
        known = self._by_name.get(folder)
        if known is None:
            known = self._by_name[folder] = self._of(os.path.abspath(folder), names)
        return known

    def _of(self, folder: str, names: Collection[str] | None = None) -> Config:
        known = self._by_folder.get(folder)
        if known is None:
            path = _in(folder, names)
            parent = os.path.dirname(folder)
            if path is not None:
                known = self._load(path)
            else:
                known = self._default if parent == folder else self._of(parent)
            self._by_folder[folder] = known
        return known

    def _load(self, path: str) -> Config:
        from immlint.config.file import load

        config = load(path)
        for key in OF_THE_RUN if self._begun else ():
            if config.origins.get(key) == path:
                read = self.run.path or "the command line alone"
                self.warnings.append(
                    Message(
                        "{path}: {key!r} concerns the whole run and is read from {read}",
                        path=path,
                        key=key,
                        read=read,
                    )
                )
        return self._given(config)


def _in(folder: str, names: Collection[str] | None) -> str | None:
    """Return the configuration file of a folder, if it has one."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if (names is None or name in names) and (os.path.isfile(path) or _leads_nowhere(path, names)):
            if name != "pyproject.toml":
                return path
            from immlint.config.file import is_ours

            if is_ours(path):
                return path
    return None


def _leads_nowhere(path: str, names: Collection[str] | None) -> bool:
    """Tell whether a link that was met in its folder has no file behind it: somebody meant one to hold."""
    return names is not None and os.path.islink(path) and not os.path.exists(path)
