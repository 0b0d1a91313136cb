#!/usr/bin/env python3
"""What many short runs cost beside the runs themselves: processor time of the runner, memory, files, status, a question to a table.

    python3 benchmarks/many_runs.py [RUNS] [--threads N] [--check] [--json]   100,000 runs unless said, on 2 threads; the machine should be quiet

Runs ./plasticity, or the program that PLASTICITY names (a command line). Goals: the runner below 5 % of the processor time, memory flat,
at most 2,000 files, status and a filtered table in under 1 s each, tables in under 30 s. With --check it ends with 1 where one is missed.
The runner's share is all processor time of the program, from its start to its end (compiling, reading, storing, tables), less what the
threads of the runs took between the beginning and the end of each run. Needs Linux and Python 3.9 alone.
"""
import argparse
import csv
import glob
import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import threading
import time

STUDY = """
name: many-runs
network: { kind: rate, units: 60 }
task: { kind: chain, items: 4, assembly_size: 8, epochs: 8, free_run: 60 ms, overlapping: false }
readout: { inhibition: [2], gain: [1] }
rules: [{ name: hebb, rule: hebbian, eta: 6.6, weight_max: 0.89, decay: 0.03, cap: 1.7 }]
controls: []
measures: [S]
seeds: { first: 1, count: %d }
"""
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = shlex.split(os.environ.get("PLASTICITY", os.path.join(HERE, "plasticity")))


def memory_of(process, samples, done):
    """Resident memory [MiB] once a second, of the program and not of the shell that starts it."""
    while not done.wait(1):
        try:
            with open("/proc/%d/status" % process.pid) as file:
                samples += [int(line.split()[1])/1024 for line in file if line.startswith("VmRSS")]
        except OSError:
            return


def run(*words):
    """Wall time [s], processor time [s], resident memory over time [MiB], output."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(PROGRAM + list(words), stdout=subprocess.PIPE, text=True)
    samples, done = [], threading.Event()
    watch = threading.Thread(target=memory_of, args=(process, samples, done))
    watch.start()
    out, _ = process.communicate()
    done.set()
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        sys.exit("%s ended with %d" % (" ".join(words), process.returncode))
    return time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, samples, out


GOALS = {"outside_of_runs": 0.05, "memory_growth": 1.3, "files": 2000, "tables_seconds": 30, "status_seconds": 1, "table_seconds": 1}


def newest(folder):
    """When the last file below a folder was written [s]."""
    return max(os.path.getmtime(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def measure(runs, threads):
    """What a study of so many runs costs."""
    run("--version")  # built where it is not: that is none of the study's cost
    with tempfile.TemporaryDirectory() as folder:
        study = os.path.join(folder, "many-runs.yaml")
        with open(study, "w") as file:
            file.write(STUDY % runs)
        wall, cpu, samples, _ = run("study", "run", study, "--out", folder, "--threads", str(threads), "--no-report", "--quiet")
        place = next(path for path in glob.glob(os.path.join(folder, "many-runs-*")) if os.path.isdir(path))
        with open(os.path.join(place, "jobs.csv")) as file:
            stored = sum(row["part"].startswith("run.") for row in csv.DictReader(file))
        sessions = [json.load(open(path)) for path in glob.glob(os.path.join(place, "sessions", "*.json"))]
        of_runs = sum(session["processor_seconds_of_runs"] for session in sessions)
        files = sum(len(names) for _, _, names in os.walk(folder))
        last, written = newest(os.path.join(folder, "store")), os.path.getmtime(os.path.join(place, "contents.json"))
        again, again_cpu, _, _ = run("study", "run", study, "--out", folder, "--no-report", "--quiet")
        status, _, _, _ = run("study", "status", place)
        table, _, _, _ = run("table", place, "outcomes", "--where", "S >= 0.99", "--columns", "seed,S", "--to", "csv")
        # The most of the first half, not what it was at one moment: between two collections it rises and falls by a third.
        before = max(samples[: len(samples)//2], default=float("nan"))
        return {
            "runs": stored, "threads": threads, "seconds": wall, "processor_seconds": cpu, "run_milliseconds": 1000*of_runs/stored,
            "outside_of_runs": 1 - of_runs/cpu, "memory_mib": max(samples, default=float("nan")),
            "memory_growth": max(samples, default=float("nan"))/before, "files": files, "tables_seconds": written - last,
            "again_seconds": again, "again_processor_seconds": again_cpu, "status_seconds": status, "table_seconds": table,
        }


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("runs", nargs="?", type=int, default=100_000)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--check", action="store_true", help="end with 1 where a goal is missed")
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    asked = options.parse_args()
    m = measure(asked.runs, asked.threads)
    if asked.json:
        print(json.dumps(m, indent=2))
    else:
        print("%(runs)d runs of %(run_milliseconds).1f ms on %(threads)d threads in %(seconds).0f s" % m)
        print("processor time %.1f s, of it outside of runs %.1f %%" % (m["processor_seconds"], 100*m["outside_of_runs"]))
        print("memory %(memory_mib).0f MiB at most, %(memory_growth).2f times the most of the first half of the time" % m)
        print("%(files)d files" % m)
        print("tables %(tables_seconds).1f s after the last run was stored" % m)
        print("run again: %(again_seconds).2f s, %(again_processor_seconds).2f s of processor time; status %(status_seconds).2f s; a filtered table %(table_seconds).2f s" % m)
    missed = [name for name, most in GOALS.items() if not m[name] <= most]
    for name in missed if asked.check else []:
        print("%s is %.3g, and %.3g is the goal" % (name, m[name], GOALS[name]), file=sys.stderr)
    sys.exit(1 if asked.check and missed else 0)


if __name__ == "__main__":
    main()
