"""The networks S1 and S2s of docs/theory/spiking.md in Brian2's C++ mode, one thread.

python3 spiking_brian2.py S1|S2s SECONDS    prints one line of JSON
"""
import json
import os
import sys
import tempfile
import time

import numpy as np
from brian2 import Hz, NeuronGroup, Network, PoissonInput, SpikeMonitor, Synapses, defaultclock, device, ms, second, seed, set_device

workload, seconds = sys.argv[1], float(sys.argv[2])
folder = tempfile.mkdtemp()
set_device("cpp_standalone", directory=folder, build_on_run=False)
defaultclock.dt = 0.1 * ms
seed(1)
begin = time.perf_counter()
if workload == "S1":
    excitatory = 3200
    cells = NeuronGroup(
        4000,
        """dv/dt = (-60*mV - v - ge*v - gi*(v + 80*mV) + 20*mV)/(20*ms) : volt (unless refractory)
           dge/dt = -ge/(5*ms) : 1
           dgi/dt = -gi/(10*ms) : 1""",
        threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * ms, method="euler")
    cells.v = "-60*mV + 10*mV*rand()"
    parts = [cells]
    for senders, action in ((cells[:excitatory], "ge += 0.4"), (cells[excitatory:], "gi += 5.1")):
        synapses = Synapses(senders, cells, on_pre=action, delay=0.8 * ms)
        synapses.connect(p=0.02)
        parts.append(synapses)
else:
    excitatory, jump = 1000, 0.5
    most = 2 * jump
    cells = NeuronGroup(1250, "dv/dt = -v/(20*ms) : 1 (unless refractory)", threshold="v > 20", reset="v = 10", refractory=2 * ms, method="exact")
    cells.v = "20*rand()"
    e, i = cells[:excitatory], cells[excitatory:]
    learning = Synapses(
        e, e,
        """w : 1
           dpre/dt = -pre/(20*ms) : 1 (event-driven)
           dpost/dt = -post/(20*ms) : 1 (event-driven)""",
        on_pre="v_post += w\npre += up\nw = clip(w - post, 0, most)", on_post="post += down\nw = clip(w + pre, 0, most)",
        namespace={"most": most, "up": 0.001 * most, "down": 0.00105 * most})
    learning.connect(condition="i != j", p=0.1)
    learning.w = jump
    learning.pre.delay = 0.8 * ms
    others = Synapses(e, i, on_pre=f"v_post += {jump}", delay=0.8 * ms)
    others.connect(p=0.1)
    inhibition = Synapses(i, cells, on_pre=f"v_post -= {5 * jump}", delay=0.8 * ms)
    inhibition.connect(p=0.1)
    parts = [cells, learning, others, inhibition, PoissonInput(cells, "v", N=100, rate=24 * Hz, weight=jump)]

monitor = SpikeMonitor(cells[:excitatory], record=False)
network = Network(parts + [monitor])
device.insert_code("before_network_run", "clock_t bench_start = clock();")
device.insert_code("after_network_run", '{FILE* f = fopen("cpu.txt", "w"); fprintf(f, "%g", (double)(clock() - bench_start) / CLOCKS_PER_SEC); fclose(f);}')
network.run(seconds * second)
device.build(directory=folder, compile=True, run=False)
build = time.perf_counter() - begin
times = []
for _ in range(3):
    device.run(directory=folder, with_output=False, run_args=[])
    times.append(float(open(os.path.join(folder, "cpu.txt")).read()))
print(json.dumps({"cpu_per_bio_s": float(np.median(times)) / seconds, "build_s": build, "rate_E": monitor.num_spikes / excitatory / seconds}))
