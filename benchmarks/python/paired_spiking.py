"""Two builds of PlasticityLab on the spiking networks S1, S2s or S2d, in turn: processor time of 20 s of activity, start-up left out.

python3 paired_spiking.py S1 OLD/plasticity.dll NEW/plasticity.dll [PAIRS]    prints the median and quartiles of new over old
"""

import os
import shutil
import statistics
import sys


def seconds(program, network, biological):
    """Processor time [s] of a run."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    command = ["dotnet", program, "spikes", network, "--seconds", str(biological)]
    process = os.posix_spawn(shutil.which("dotnet"), command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def main(network, old, new, pairs=40):
    ratios = []
    for pair in range(int(pairs)):
        order = (old, new) if pair % 2 == 0 else (new, old)
        took = {program: seconds(program, network, 22) - seconds(program, network, 2) for program in order}
        ratios.append(took[new] / took[old])
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"{network}: new takes {middle:.2f} times as long as old (quartiles {low:.2f} to {high:.2f}, {len(ratios)} pairs)")


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
