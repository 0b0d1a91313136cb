using System.Security.Cryptography;
using System.Text;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;
using PureHDF;

namespace PlasticityLab.Exporters.Nwb;

/// <summary>The types of NWB's core schema 2.6 that an export needs, as groups and datasets of HDF5.</summary>
/// <remarks>Source: the NWB format specification 2.6.0 and the HDMF common schema 1.5. Every entry is an object of its own: one .NET object
/// put in two places becomes one HDF5 object with two names, and readers see only the first of them.</remarks>
/// <param name="identifier">Of the file; the objects' ids follow from it, so that equal contents get equal ids.</param>
internal sealed class NwbTree(string identifier)
{
    private const string Core = "core",
        Common = "hdmf-common";
    private int _objects;

    /// <summary>Puts a type's marks on a group or dataset.</summary>
    public T Typed<T>(T target, string type, string nameSpace = Core)
        where T : H5Object
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{identifier}/{_objects++}"));
        target.Attributes["namespace"] = nameSpace;
        target.Attributes["neurodata_type"] = type;
        target.Attributes["object_id"] = new Guid(hash.AsSpan(0, 16)).ToString();
        return target;
    }

    /// <summary>A quantity over time.</summary>
    /// <param name="description">What it is.</param>
    /// <param name="comments">How to read it.</param>
    /// <param name="data">Time first.</param>
    /// <param name="unit">Unit of the data.</param>
    /// <param name="times">Time of each sample in the session [s].</param>
    public H5Group TimeSeries(string description, string comments, NpyArray data, string unit, double[] times)
    {
        var values = Array(data);
        values.Attributes["unit"] = unit;
        values.Attributes["conversion"] = 1f;
        values.Attributes["offset"] = 0f;
        values.Attributes["resolution"] = -1f; // unknown, by the schema
        var group = Typed(new H5Group(), "TimeSeries");
        group.Attributes["description"] = description;
        group.Attributes["comments"] = comments;
        group["data"] = values;
        group["timestamps"] = new H5Dataset(times) { Attributes = { ["interval"] = 1, ["unit"] = "seconds" } };
        return group;
    }

    /// <summary>A table, one dataset a column.</summary>
    public H5Group Table(TableData table)
    {
        string Name(TableColumn column) => column.Name.Replace('/', '_'); // a slash would be a group
        var group = Typed(new H5Group(), "DynamicTable", Common);
        group.Attributes["description"] = table.Grain;
        group.Attributes["colnames"] = table.Columns.Select(Name).ToArray();
        group["id"] = Ids(table.Rows);
        foreach (var column in table.Columns)
        {
            var unit = column.Unit.Length > 0 ? $" [{column.Unit}]" : "";
            var words = column.Values is bool[] ? ", 1: yes, 0: no" : "";
            group[Name(column)] = Column(HdfExporter.Values(column), column.Meaning + unit + words);
        }

        return group;
    }

    /// <summary>Neurons with their spikes.</summary>
    /// <param name="description">What they are.</param>
    /// <param name="spikes">Spike times of each neuron, ascending [s].</param>
    /// <param name="observed">When all of them were observed [s].</param>
    /// <param name="columns">What else is known of each: name, meaning, values.</param>
    public H5Group Units(
        string description,
        double[][] spikes,
        (double From, double To) observed,
        params ReadOnlySpan<(string Name, string Meaning, Array Values)> columns
    )
    {
        var group = Typed(new H5Group(), "Units");
        var names = new List<string> { "spike_times", "obs_intervals" };
        group.Attributes["description"] = description;
        group["id"] = Ids(spikes.Length);
        Ragged(
            group,
            "spike_times",
            Column(spikes.SelectMany(times => times).ToArray(), "times of the spikes of each neuron [s]"),
            spikes.Select(times => times.Length)
        );
        double[] bounds = [.. spikes.SelectMany(_ => new[] { observed.From, observed.To })];
        var intervals = new H5Dataset(bounds, fileDims: [(ulong)spikes.Length, 2]);
        intervals.Attributes["description"] = "when each neuron was observed, from and to [s]";
        Ragged(group, "obs_intervals", Typed(intervals, "VectorData", Common), spikes.Select(_ => 1));
        foreach (var (name, meaning, values) in columns)
        {
            group[name] = Column(values, meaning);
            names.Add(name);
        }

        group.Attributes["colnames"] = names.ToArray();
        return group;
    }

    /// <summary>An array of numbers as it is, in the precision that it was kept in.</summary>
    private static H5Dataset Array(NpyArray array)
    {
        ulong[] shape = [.. array.Shape.Select(length => (ulong)length)];
        return array.IsSingle
            ? new(System.Array.ConvertAll(array.Values, value => (float)value), fileDims: shape)
            : new(array.Values, fileDims: shape);
    }

    private H5Dataset Ids(int count) => Typed(new H5Dataset(Enumerable.Range(0, count).ToArray()), "ElementIdentifiers", Common);

    private H5Dataset Column(object values, string meaning)
    {
        var column = Typed(new H5Dataset(values), "VectorData", Common);
        column.Attributes["description"] = meaning;
        return column;
    }

    // A column of lists: the lists one after another, and where each ends.
    private void Ragged(H5Group group, string name, H5Dataset values, IEnumerable<int> lengths)
    {
        var end = 0u;
        var index = Typed(new H5Dataset(lengths.Select(length => end += (uint)length).ToArray()), "VectorIndex", Common);
        index.Attributes["description"] = $"where the list of each row ends in {name}";
        index.Attributes["target"] = new H5ObjectReference(values);
        (group[name], group[name + "_index"]) = (values, index);
    }
}
