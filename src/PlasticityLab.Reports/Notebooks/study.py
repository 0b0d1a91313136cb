# %% [markdown]
# # {{TITLE}}
#
# {{QUESTION}}
#
# This notebook reads the tables of the study's folder and redraws its main figures.
# It needs Python 3 with NumPy and Matplotlib and nothing else. Start it in the study's folder.
# Weights are W[post, pre]: row receives, column sends.

# %%
import csv
from itertools import cycle
from pathlib import Path
import numpy as np
import matplotlib.pyplot as plt

folder = Path(".")  # the study's folder


# Columns of names: a rule called 007 is no number.
texts = {"network", "condition", "rule", "rules", "baseline", "first", "second", "map", "says", "sentence"}


def table(name):
    """One table as a dictionary of columns; names stay texts, else numbers where every cell is one, empty cells are NaN."""
    path = folder / "tables" / f"{name}.csv"
    if not path.exists():
        return {}
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    columns = {}
    for name, cells in zip(rows[0], zip(*rows[1:])):
        try:
            columns[name] = np.array(cells if name in texts else [float(cell) if cell else np.nan for cell in cells])
        except ValueError:
            columns[name] = np.array(cells)
    return columns


def pick(columns, **wanted):
    """Rows where every given column has the given value."""
    keep = np.ones(len(next(iter(columns.values()))), bool)
    for name, value in wanted.items():
        keep &= columns[name] == value
    return {name: values[keep] for name, values in columns.items()}


def plain(label, text=None):
    """Shows a name as it is: Matplotlib would set $...$ as a formula."""
    label.set_parse_math(False)
    if text is not None:
        label.set_text(text)


def legend(axes, handles, names, **options):
    """A legend of every name: Matplotlib would leave out those that begin with an underscore, so they are put in afterwards."""
    box = axes.legend(handles, [str(k) for k in range(len(names))], **options)
    for label, text in zip(box.get_texts(), names):
        plain(label, text)


plt.rcParams.update({"font.size": 7, "axes.spines.top": False, "axes.spines.right": False, "svg.fonttype": "none"})
outcomes = table("outcomes")
every = [str(rule) for rule in dict.fromkeys(outcomes["rule"])]
rules = [rule for rule in every if not any(rule == other + ending for other in every for ending in ("_shuffled", "_flipped"))]
conditions = sorted(str(condition) for condition in set(outcomes["condition"]))

# %% [markdown]
# ## Means by rule, as in the report

# %%
for condition in conditions:
    print(f"condition {condition}")
    for rule in rules:
        here = pick(outcomes, condition=condition, rule=rule)
        print(f"  {rule:24s} S = {np.nanmean(here['S']):5.2f}   D = {np.nanmean(here['D']):5.2f}   n = {len(here['S'])}")

# %% [markdown]
# ## What became of the claims, and what else was found

# %%
claims = table("statements")
for k in range(len(claims.get("says", []))):
    print(f"“{claims['says'][k]}” {claims['outcome'][k]}: {claims['sentence'][k]}")
found = table("findings")
for k in range(len(found.get("sentence", []))):
    print(("Caution: " if found["caution"][k] == "yes" else "") + found["sentence"][k])

# %% [markdown]
# ## Recall by rule: every network a dot, black bar the mean

# %%
figure, panels = plt.subplots(1, 2 * len(conditions), figsize=(7.2, 0.22 * len(rules) + 0.8), sharey=True, squeeze=False)
for c, condition in enumerate(conditions):
    for k, measure in enumerate(("S", "D")):
        axes = panels[0][2 * c + k]
        for i, rule in enumerate(rules):
            values = pick(outcomes, condition=condition, rule=rule)[measure]
            axes.plot(values, i + np.linspace(-0.25, 0.25, len(values)), ".", markersize=3)
            axes.plot([np.nanmean(values)] * 2, [i - 0.35, i + 0.35], "k-", linewidth=1)
        plain(axes.set_xlabel(f"{measure} ({condition})"))
for label in panels[0][0].set_yticks(range(len(rules)), rules):
    plain(label.label1)
panels[0][0].invert_yaxis()
figure.tight_layout()
figure.savefig("notebook_recall_by_rule.svg")
plt.show()

# %% [markdown]
# ## Lag profiles: do the weights lean forwards?

# %%
lags = table("lag_profiles")
if lags:
    figure, panels = plt.subplots(-(-len(rules) // 6), 6, figsize=(7.2, 1.2 * -(-len(rules) // 6)), sharex=True, sharey=True, squeeze=False)
    for axes, rule in zip(panels.flat, rules):
        lines = []
        for condition, style in zip(conditions, cycle(("o-", "s--", "^:", "D-.", "v-", "<--"))):
            here = pick(lags, rule=rule, condition=condition)
            places = np.unique(here["lag"])
            if len(places):
                lines += axes.plot(places, [np.median(here["L"][here["lag"] == lag]) for lag in places], style, markersize=2, linewidth=0.8)
        axes.axvline(0, color="0.7", linewidth=0.5)
        plain(axes.set_title(rule, fontsize=7))
        if axes is panels.flat[0]:
            legend(axes, lines, conditions, fontsize=6)
    figure.tight_layout()
    figure.savefig("notebook_lag_profiles.svg")
    plt.show()

# %% [markdown]
# ## Learned weights between assemblies

# %%
blocks = table("blocks")
if blocks:
    condition = conditions[0]
    largest = np.abs(blocks["B"]).max()
    size = int(blocks["post"].max())
    figure, panels = plt.subplots(-(-len(rules) // 6), 6, figsize=(7.2, 1.3 * -(-len(rules) // 6)), squeeze=False)
    for axes, rule in zip(panels.flat, rules):
        here = pick(blocks, rule=rule, condition=condition)
        sums, counts = np.zeros((size, size)), np.zeros((size, size))
        np.add.at(sums, (here["post"].astype(int) - 1, here["pre"].astype(int) - 1), here["B"])
        np.add.at(counts, (here["post"].astype(int) - 1, here["pre"].astype(int) - 1), 1)
        picture = axes.imshow(sums / np.maximum(counts, 1), cmap="RdBu", vmin=-largest, vmax=largest)
        plain(axes.set_title(rule, fontsize=7))
        axes.set_xticks([])
        axes.set_yticks([])
    figure.colorbar(picture, ax=panels, label="weight (drive)")
    figure.savefig("notebook_block_matrices.svg")
    plt.show()

# %% [markdown]
# ## What was recorded: named synapses along training, whole weights and activity as arrays

# %%
synapses = table("recorded_synapses")
if synapses:
    condition = sorted(set(synapses["condition"]))[0]
    named = sorted({(int(post), int(pre)) for post, pre in zip(synapses["post"], synapses["pre"])})
    for rule in sorted(set(synapses["rule"])):
        figure, panels = plt.subplots(-(-len(named) // 5), 5, figsize=(7.2, 1.5 * -(-len(named) // 5)), squeeze=False, sharey=True)
        for axes, (post, pre) in zip(panels.flat, named):
            here = pick(synapses, rule=rule, condition=condition, post=post, pre=pre)
            for seed in sorted(set(here["seed"])):
                one = pick(here, seed=seed)
                axes.plot(one["epoch"], one["weight"], linewidth=0.5)
            axes.set_title(f"{post} ← {pre}", fontsize=7)
        plain(figure.suptitle(rule))
        figure.tight_layout()
        plt.show()

for archive in ("weights_over_time.npz", "activity.npz"):
    if (folder / "tables" / archive).exists():
        with np.load(folder / "tables" / archive) as arrays:
            for name in arrays.files:
                print(archive, name, arrays[name].shape)

# %% [markdown]
# ## One solution, or different circuits? Pairs of rules that learn

# %%
pairs = table("verdict_pairs")
if pairs:
    for k in range(len(pairs["first"])):
        if pairs["both_work"][k] == "yes" and pairs["control"][k] == "no":
            print(f"{pairs['condition'][k]}  {pairs['first'][k]:10s} {pairs['second'][k]:10s} {pairs['class'][k]:11s} "
                  + "  ".join(f"{aspect} {pairs[aspect][k]}" for aspect in ("function", "dynamics", "representation", "structure")))

# %% [markdown]
# ## The space of solutions: networks that learned, by the distances between their block weights

# %%
places = table("solutions")
if places:
    figure, panels = plt.subplots(1, len(conditions), figsize=(7.2, 3), squeeze=False)
    for axes, condition in zip(panels[0], conditions):
        shown, dots = [rule for rule in rules if rule in set(places["rule"])], []
        for rule, mark in zip(shown, cycle("o^Ds*vPX<>ph8d")):
            here = pick(places, condition=condition, rule=rule)
            dots += axes.plot(here["x"], here["y"], mark, markersize=3)
        plain(axes.set_title(condition))
        axes.set_xlabel("first coordinate")
    panels[0][0].set_ylabel("second coordinate")
    legend(panels[0][-1], dots, shown, fontsize=6)
    figure.tight_layout()
    figure.savefig("notebook_solution_space.svg")
    plt.show()

# %% [markdown]
# ## The rule compass

# %%
compass = table("compass")
if compass:
    figure, panels = plt.subplots(1, len(conditions), figsize=(7.2, 2.2), squeeze=False)
    for axes, condition in zip(panels[0], conditions):
        here = pick(compass, condition=condition)
        angles = np.unique(here["angle"])
        for measure, style in (("S", "o-"), ("D", "^--")):
            axes.plot(angles, [np.nanmedian(here[measure][here["angle"] == angle]) for angle in angles], style, markersize=2, label=measure)
        axes.set_xlabel("direction φ (degrees)")
        plain(axes.set_title(condition))
        axes.legend()
    figure.tight_layout()
    figure.savefig("notebook_rule_compass.svg")
    plt.show()
