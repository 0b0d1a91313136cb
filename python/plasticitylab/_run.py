"""Studies run by the program, which is called as one process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ._study import Study


class PlasticityError(RuntimeError):
    """The program's own sentence of what is wrong and what to do; ``exit_code`` is 2 for bad input, 3 where numbers failed."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def run(
    study: str | Path | Mapping[str, Any],
    *,
    out: str | Path = "runs",
    set: Mapping[str, Any] | None = None,
    threads: int | None = None,
    report: bool = True,
    on_event: Callable[[dict[str, Any]], None] | None = None,
    program: str | Path | Sequence[str] | None = None,
) -> Study:
    """Runs a study and gives it back; runs that are stored are not computed again.

    ``study`` is a file, the text of one, or a dictionary with its keys; ``set`` changes values by their paths
    (``{"seeds.count": 20}``); ``on_event`` is given what happens while it runs (docs/reference/json.md: ``started``, ``progress``,
    ``finished``). ``program`` is how the program is started; else the environment variable PLASTICITY, a ``plasticity`` beside this
    module's repository or on the path is taken. Raises :class:`PlasticityError` with the program's sentence."""
    with tempfile.TemporaryDirectory(prefix="plasticity-") as scratch:
        words = [*_program(program), "study", "run", str(_file(study, Path(scratch))), "--out", str(out), "--events"]
        for name, value in (set or {}).items():
            words += ["--set", f"{name}={value if isinstance(value, str) else json.dumps(value)}"]
        if threads is not None:
            words += ["--threads", str(threads)]
        if not report:
            words.append("--no-report")
        with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as said:
            folder = _listen(words, said, on_event)
            said.seek(0)
            sentence = said.read().strip()
    if isinstance(folder, int):
        raise PlasticityError(sentence or f"The program ended with {folder} and said nothing.", folder)
    return Study(folder)


def _listen(words: Sequence[str], said: Any, on_event: Callable[[dict[str, Any]], None] | None) -> str | int:
    folder = ""
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if not line.startswith("{"):
                    continue
                event = json.loads(line)
                folder = event.get("folder", folder)
                if on_event is not None:
                    on_event(event)
        except BaseException:
            process.terminate()  # finished runs are kept
            raise
    return folder if process.returncode == 0 else process.returncode


def _file(study: str | Path | Mapping[str, Any], scratch: Path) -> Path:
    if isinstance(study, Mapping):
        file = scratch / "study.json"
        file.write_text(json.dumps(study), encoding="utf-8")
        return file
    if isinstance(study, Path) or "\n" not in study and not study.lstrip().startswith("{"):
        return Path(study)
    file = scratch / "study.yaml"
    file.write_text(study, encoding="utf-8")
    return file


def _program(given: str | Path | Sequence[str] | None) -> list[str]:
    if given is not None and not isinstance(given, (str, Path)):
        return [str(word) for word in given]
    beside = Path(__file__).resolve().parents[2] / ("plasticity.cmd" if os.name == "nt" else "plasticity")
    found = given or os.environ.get("PLASTICITY") or (beside if beside.is_file() else shutil.which("plasticity"))
    if not found:
        raise PlasticityError(
            "The program was not found. Give program=..., set the environment variable PLASTICITY, or install the tool: "
            "dotnet tool install --global PlasticityLab.Tool",
            2,
        )
    return ["dotnet", str(found)] if str(found).endswith(".dll") else [str(found)]
