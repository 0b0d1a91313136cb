using System.Globalization;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Exporting;
using PlasticityLab.Studies.Results;
using PureHDF;

namespace PlasticityLab.Exporters.Nwb;

/// <summary>Neurodata Without Borders 2.6: one file a network of which something was kept. Activity is <c>acquisition/rates</c>, weights
/// over time are <c>processing/plasticity/weights</c> [time, post, pre], the spikes of the replay are <c>units</c> (those of training stand
/// in <c>processing/plasticity</c>), and every table that speaks of the network is there with its rows.</summary>
/// <remarks>Session time begins with training and runs through it; a replay stands behind its end, although the network is at rest anew
/// when it is asked. What a reader needs beyond the schema: units without <c>obs_intervals</c> are no spike trains to Neo.</remarks>
public sealed class NwbExporter : IStudyExporter
{
    // Spikes are units, not rows.
    private const string Spikes = "rasters";

    /// <inheritdoc/>
    public ExporterCard Card =>
        new(
            "nwb",
            "NWB",
            "Neurodata Without Borders 2.6 for PyNWB, MatNWB and Neo, one file a kept network: activity, spikes, weights over time, tables."
        );

    /// <inheritdoc/>
    public async Task<StudyExport> WriteAsync(string folder, StudyResults study, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        using var kept = new KeptNetworks(study);
        var tables = TableCatalog
            .All.Where(table => table.Name != Spikes)
            .Select(table => (Table: table, Rows: study.Rows(table).OfType<IArmRow>().ToArray()))
            .Where(x => x.Rows.Length > 0)
            .Select(x => x.Table.Data(x.Rows))
            .Where(table => table.Columns.Any(column => column is { Name: "seed", Values: ulong[] }))
            .ToArray();
        var files = new List<ExportedFile>();
        foreach (var network in kept.All)
        {
            stop.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, network.Name + ".nwb");
            var file = new Session(study, kept, network, tables).File();
            await WholeFile.WriteAsync(
                path,
                stream =>
                {
                    file.Write(stream);
                    return Task.CompletedTask;
                }
            );
            files.Add(new(path, $"{network.Rule} in {network.Condition}, seed {network.Seed}"));
        }

        return files.Count > 0
            ? new(files, [])
            : throw new UserError(
                $"{study.Folder} holds no network that was kept, so there is nothing to write as NWB; export its tables instead: --to hdf5."
            );
    }

    // One network as a recording session.
    private sealed class Session
    {
        private readonly StudyResults _study;
        private readonly KeptNetworks _kept;
        private readonly KeptNetwork _network;
        private readonly IReadOnlyList<TableData> _tables;
        private readonly NwbTree _tree;
        private readonly string _identifier;
        private readonly INetworkKind _kind;
        private readonly ITask _task;
        private readonly SessionTime _time;
        private readonly RasterRow[] _spikes;

        public Session(StudyResults study, KeptNetworks kept, KeptNetwork network, IReadOnlyList<TableData> tables)
        {
            (_study, _kept, _network, _tables) = (study, kept, network, tables);
            _identifier = $"{study.Name}-{study.Study.Hash()}-{network.Name}";
            _tree = new(_identifier);
            var run = study.Study.In(network.Condition, study.Study.Template);
            (_kind, _task) = (run.Network, run.Task);
            _spikes = _kind is SpikingNetwork ? [.. study.Rows<RasterRow>().Where(IsOwn)] : [];
            _time = new(_task, _kind.TimeStep, network.Seed);
        }

        private RuleCard? Rule => _study.Card(_network.Rule);

        public H5File File()
        {
            var file = _tree.Typed(new H5File(), "NWBFile");
            file.Attributes["nwb_version"] = "2.6.0";
            var started = Started();
            file["file_create_date"] = new H5Dataset(new[] { Iso(DateTimeOffset.UtcNow) });
            file["identifier"] = new H5Dataset(_identifier);
            file["session_description"] = new H5Dataset(
                $"Simulation of {_kind.Card.Name}: {_network.Rule} in condition {_network.Condition}, seed {_network.Seed}, of the study \"{_study.Title}\"."
            );
            file["session_start_time"] = new H5Dataset(started);
            file["timestamps_reference_time"] = new H5Dataset(started);
            file["acquisition"] = Acquisition();
            file["analysis"] = new H5Group();
            file["general"] = General();
            file["processing"] = new H5Group { ["plasticity"] = Processing() };
            file["stimulus"] = new H5Group { ["presentation"] = new H5Group(), ["templates"] = new H5Group() };
            if (_spikes.Length > 0)
            {
                file["units"] = Units(SessionTime.Replay);
            }

            return file;
        }

        private H5Group Acquisition()
        {
            var group = new H5Group();
            if (_kept.Activity(_network) is { } seen)
            {
                double[] times = [.. seen.Times.Values.Select(t => _time.End + t)];
                // Neo 0.11 takes no factors of conversion but powers of ten.
                var (unit, full) = _kind is SpikingNetwork spiking ? ("Hz", spiking.FullRate) : ("a.u.", 1);
                group["rates"] = _tree.TimeSeries(
                    "Activity of every neuron in the first replay, from the onset of the cue",
                    "data[time, neuron]",
                    seen.Rates with
                    {
                        Values = [.. seen.Rates.Values.Select(rate => full * rate)],
                    },
                    unit,
                    times
                );
            }

            return group;
        }

        private H5Group Processing()
        {
            var group = _tree.Typed(new H5Group(), "ProcessingModule");
            group.Attributes["description"] = $"Synaptic weights, and what was measured. {Equation()}";
            if (Weights() is { } weights)
            {
                group["weights"] = weights;
            }

            // A stretch without a spike left no row; it is not said to have been observed.
            foreach (var phase in SessionTime.Training.Where(phase => _spikes.Any(row => row.Phase == phase)))
            {
                group[$"spikes_{phase}"] = Units(phase);
            }

            foreach (var table in _tables.Select(Own).Where(table => table.Rows > 0))
            {
                group[table.Name] = _tree.Table(table);
            }

            return group;
        }

        private H5Group? Weights()
        {
            if (_kept.Course(_network) is { } course)
            {
                var epochs = course.Epochs.Values;
                return _tree.TimeSeries(
                    "Weights of all synapses in the course of training, W[post, pre]: row i receives, column j sends",
                    $"data[time, post, pre], after epochs {string.Join(", ", epochs)} of training; 0: before it",
                    course.Weights,
                    "a.u.",
                    [.. epochs.Select(epoch => _time.After((int)epoch))]
                );
            }

            return _kept.Weights(_network) is { } last
                ? _tree.TimeSeries(
                    "Weights of all synapses after training, W[post, pre]: row i receives, column j sends",
                    "data[time, post, pre], one time: the end of training",
                    last with
                    {
                        Shape = [1, .. last.Shape],
                    },
                    "a.u.",
                    [_time.End]
                )
                : null;
        }

        // Neo 0.11 takes one interval a unit, so each stretch of time is a table of its own.
        private H5Group Units(string phase)
        {
            var network = (SpikingNetwork)_kind;
            var (items, count) = (
                _task.Draw(network.Excitatory, new RandomStreams(_network.Seed)),
                network.Excitatory + network.Inhibitory
            );
            var observed = _time.Of(phase);
            var spikes = Enumerable.Range(0, count).Select(_ => new List<double>()).ToArray();
            foreach (var row in _spikes.Where(row => row.Phase == phase).OrderBy(row => row.TimeMs))
            {
                spikes[row.Neuron].Add(observed.From + (0.001 * row.TimeMs));
            }

            int ItemOf(int neuron) =>
                1 + Enumerable.Range(0, items.Count).FirstOrDefault(item => items[item].IndexOf(neuron) >= 0, defaultValue: -1);
            return _tree.Units(
                $"Simulated neurons, the excitatory ones first, then the inhibitory ones; their spikes in {phase.Replace('_', ' ')}",
                [.. spikes.Select(times => times.ToArray())],
                observed,
                (
                    "population",
                    "population of the neuron",
                    Enumerable.Range(0, count).Select(n => n < network.Excitatory ? "excitatory" : "inhibitory").ToArray()
                ),
                (
                    "item",
                    "first item of the sequence that the neuron stands for, from 1; 0: none",
                    Enumerable.Range(0, count).Select(ItemOf).ToArray()
                )
            );
        }

        private H5Group General()
        {
            var subject = _tree.Typed(new H5Group(), "Subject");
            subject["subject_id"] = new H5Dataset(_network.Name);
            subject["species"] = new H5Dataset("none: simulated");
            subject["description"] = new H5Dataset(
                $"Simulated: {_kind.Card.Name} with {_kind.Neurons} neurons, no animal. Source of the model: {_kind.Card.Source}."
            );
            // Neo 0.11 refuses files whose general entries are lists of texts (keywords, related_publications), so they stand in the notes.
            return new H5Group
            {
                ["experiment_description"] = new H5Dataset($"{_study.Title}. {_study.Question}".Trim()),
                ["notes"] = new H5Dataset(
                    $"Simulated by PlasticityLab {Provenance.Build}. Study {_study.Name}, hash {_study.Study.Hash()}. {Equation()}"
                ),
                ["session_id"] = new H5Dataset(_identifier),
                ["source_script"] = new H5Dataset(_study.Study.ToCanonicalJson())
                {
                    Attributes = { ["file_name"] = "study.resolved.json" },
                },
                ["subject"] = subject,
            };
        }

        private string Equation() =>
            Rule is { } rule
                ? $"Learning rule {rule.Name}: {rule.Equation} ({rule.Source})."
                : $"{_network.Rule}: the weights follow no learning rule.";

        private bool IsOwn(RasterRow row) => row.Rule == _network.Rule && row.Condition == _network.Condition && row.Seed == _network.Seed;

        // The rows of a table that speak of this network.
        private TableData Own(TableData table)
        {
            Array Of(string name) => table.Columns.First(column => column.Name == name).Values;
            var (rules, conditions, seeds) = ((string[])Of("rule"), (string[])Of("condition"), (ulong[])Of("seed"));
            int[] rows =
            [
                .. Enumerable
                    .Range(0, table.Rows)
                    .Where(k => rules[k] == _network.Rule && conditions[k] == _network.Condition && seeds[k] == _network.Seed),
            ];
            return table with { Columns = [.. table.Columns.Select(column => column with { Values = Picked(column.Values, rows) })] };
        }

        private static Array Picked(Array values, int[] rows)
        {
            var some = Array.CreateInstance(values.GetType().GetElementType()!, rows.Length);
            for (var k = 0; k < rows.Length; k++)
            {
                some.SetValue(values.GetValue(rows[k]), k);
            }

            return some;
        }

        // When the study was computed; the manifest of a copied folder may lack it.
        private string Started() =>
            StudyResults.Property(_study.Manifest, "started")?.GetString() is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
                ? Iso(time)
                : Iso(DateTimeOffset.UnixEpoch);

        private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
