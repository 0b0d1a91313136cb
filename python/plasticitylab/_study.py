"""A finished study as it lies in its folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

try:
    import pandas
except ImportError:  # tables are then of the class Table
    pandas = None

_WORDS = {"inf": np.inf, "-inf": -np.inf, "": np.nan}


class Table(Mapping[str, NDArray[Any]]):
    """Columns by name, one NumPy array each: what a table is where pandas is missing."""

    def __init__(self, columns: dict[str, NDArray[Any]]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._columns:
            raise KeyError(f"there is no column {name!r}; there are {', '.join(self._columns)}")
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(next(iter(self._columns.values()), ()))

    def where(self, **values: Any) -> Table:
        """The rows in which columns have these values: ``table.where(rule="stdp", condition="A")``."""
        keep = np.ones(self.rows, dtype=bool)
        for name, value in values.items():
            keep &= self[name] == value
        return Table({name: column[keep] for name, column in self._columns.items()})

    def __repr__(self) -> str:
        return f"Table of {self.rows} rows: {', '.join(self._columns)}"


class Study:
    """A study's folder. Nothing is read before it is asked for; nothing is written."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise FileNotFoundError(f"There is no folder {self.folder}. Give the folder that \"plasticity study run\" printed.")
        if not (self.folder / "study.resolved.json").is_file():
            raise FileNotFoundError(f"{self.folder} is no study's folder: study.resolved.json is missing.")
        if self.manifest.get("complete") is False:
            raise ValueError(f"{self.folder} is not complete. plasticity study finish {self.folder} goes on.")

    @property
    def spec(self) -> dict[str, Any]:
        """The study with every default filled in."""
        return self._json("study.resolved.json")

    @property
    def manifest(self) -> dict[str, Any]:
        """Versions, build, command, machine, arithmetic, counts and times."""
        return self._json("manifest.json")

    @property
    def tables(self) -> list[str]:
        """Names of the tables that the study has."""
        return sorted(path.stem for path in (self.folder / "tables").glob("*.csv"))

    def table(self, name: str) -> Any:
        """A table: a pandas data frame, or a :class:`Table` where pandas is missing. Columns of whole numbers are integers, of
        numbers floats with NaN for empty cells, of yes and no booleans, others texts: as the cells are, as pandas reads them. docs/reference/tables.md says what each column holds."""
        path = self.folder / "tables" / f"{name}.csv"
        if not path.is_file():
            raise KeyError(f"{self.folder} has no table {name!r}; it has {', '.join(self.tables)}")
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        header, cells = rows[0], rows[1:]
        columns = {column: _column([row[i] for row in cells]) for i, column in enumerate(header)}
        return Table(columns) if pandas is None else pandas.DataFrame(columns)

    def weights(self) -> dict[str, NDArray[Any]]:
        """Learned weights W[post, pre] of the example networks, ``W_RULE_CONDITION``; empty where the study kept none."""
        return self._arrays("weights.npz")

    def weights_over_time(self) -> dict[str, NDArray[Any]]:
        """Recorded weights ``W_RULE_CONDITION`` [snapshot, post, pre] and ``epochs_RULE_CONDITION``."""
        return self._arrays("weights_over_time.npz")

    def activity(self) -> dict[str, NDArray[Any]]:
        """Recorded activity ``rates_RULE_CONDITION`` [time, neuron] and ``time_RULE_CONDITION`` [s]."""
        return self._arrays("activity.npz")

    def _arrays(self, name: str) -> dict[str, NDArray[Any]]:
        path = self.folder / "tables" / name
        if not path.is_file():
            return {}
        with np.load(path, allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}

    def _json(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def __repr__(self) -> str:
        return f"Study {self.spec.get('title') or self.spec.get('name') or self.folder.name!r} in {self.folder}"


def load(folder: str | Path) -> Study:
    """A finished study by the folder that ``plasticity study run`` printed."""
    return Study(folder)


def _column(cells: list[str]) -> NDArray[Any]:
    if cells and all(cell in ("yes", "no") for cell in cells):
        return np.array([cell == "yes" for cell in cells])
    try:
        if cells and all(cell.lstrip("-").isdigit() for cell in cells):
            # Seeds may need all 64 bits, which a float has not.
            whole = [int(cell) for cell in cells]
            return np.array(whole, dtype=np.uint64 if max(whole) > np.iinfo(np.int64).max else np.int64)
        return np.array([_WORDS[cell] if cell in _WORDS else float(cell) for cell in cells])
    except (ValueError, OverflowError):
        return np.array(cells, dtype=str)
