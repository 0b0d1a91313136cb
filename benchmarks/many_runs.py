#!/usr/bin/env python3
"""What many short runs cost beside the runs themselves: processor time of the runner, memory, files, status, a question to a table.

    python3 benchmarks/many_runs.py [RUNS] [--threads N]      100,000 runs unless said, on 2 threads; the machine should be quiet

Runs ./plasticity, or the program that PLASTICITY names (a command line). Goals: the runner below 5 % of the processor time, memory flat,
at most 2,000 files, status and a filtered table in under 1 s each, tables in under 30 s. Needs Linux and Python 3.9 alone.
"""
import argparse
import csv
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
task: { kind: chain, items: 4, assembly_size: 8, epochs: 2, free_run: 60 ms, overlapping: false }
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


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("runs", nargs="?", type=int, default=100_000)
    options.add_argument("--threads", type=int, default=2)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        study = os.path.join(folder, "many-runs.yaml")
        with open(study, "w") as file:
            file.write(STUDY % asked.runs)
        wall, cpu, samples, _ = run("study", "run", study, "--out", folder, "--threads", str(asked.threads), "--no-report", "--quiet")
        place = next(os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("many-runs-"))
        with open(os.path.join(place, "jobs.csv")) as file:
            seconds = [float(row["seconds"]) for row in csv.DictReader(file) if row["part"].startswith("run.")]
        files = sum(len(names) for _, _, names in os.walk(folder))
        again, again_cpu, _, _ = run("study", "run", study, "--out", folder, "--no-report", "--quiet")
        status, _, _, _ = run("study", "status", place)
        table, _, _, _ = run("table", place, "outcomes", "--where", "S >= 0.99", "--columns", "seed,S", "--to", "csv")
        with open(os.path.join(place, "contents.json")) as file:
            written = os.fstat(file.fileno()).st_mtime
        last = max(os.path.getmtime(os.path.join(at, name)) for at, _, names in os.walk(os.path.join(folder, "store")) for name in names)
        print("%d runs of %.1f ms on %d threads in %.0f s" % (len(seconds), 1000*sum(seconds)/len(seconds), asked.threads, wall))
        print("processor time %.1f s, of it outside of runs %.1f %%" % (cpu, 100*(1 - sum(seconds)/cpu)))
        quarter = samples[len(samples)//4] if samples else float("nan")
        print("memory %.0f MiB after a quarter of the time, %.0f MiB at most" % (quarter, max(samples, default=float("nan"))))
        print("%d files" % files)
        print("tables %.1f s after the last run was stored" % (written - last))
        print("run again: %.2f s, %.2f s of processor time; status %.2f s; a filtered table %.2f s" % (again, again_cpu, status, table))


if __name__ == "__main__":
    main()
