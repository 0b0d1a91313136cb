using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;

namespace PlasticityLab.Tests.Exporting;

/// <summary>Holds a file to what readers of NWB 2.6 require of the types that this program writes.</summary>
internal static class NwbCheck
{
    /// <summary>One sentence for each entry that is missing or not as the schema says.</summary>
    public static IReadOnlyList<string> Problems(string path)
    {
        using var file = H5File.OpenRead(path);
        return [.. Root(file), .. Below(file, file, "")];
    }

    private static IEnumerable<string> Root(IH5Group file)
    {
        if (Text(file, "neurodata_type") != "NWBFile" || Text(file, "namespace") != "core" || Text(file, "nwb_version") != "2.6.0")
        {
            yield return "the root is no NWBFile of core 2.6.0";
        }

        foreach (var name in new[] { "identifier", "session_description", "session_start_time", "timestamps_reference_time" })
        {
            if (!file.LinkExists(name) || string.IsNullOrEmpty(file.Dataset(name).Read<string>()))
            {
                yield return $"{name} is missing";
            }
            else if (name.EndsWith("_time", StringComparison.Ordinal) && !IsTime(file.Dataset(name).Read<string>()))
            {
                yield return $"{name} is no time with a zone";
            }
        }

        if (!file.LinkExists("file_create_date") || !file.Dataset("file_create_date").Read<string[]>().All(IsTime))
        {
            yield return "file_create_date is no list of times";
        }

        foreach (var name in new[] { "acquisition", "analysis", "general", "processing", "stimulus/presentation", "stimulus/templates" })
        {
            if (!file.LinkExists(name))
            {
                yield return $"{name} is missing";
            }
        }
    }

    private static IEnumerable<string> Below(IH5Group root, IH5Group group, string path)
    {
        foreach (var child in group.Children().OfType<IH5Group>())
        {
            var at = $"{path}/{child.Name}";
            var found = Text(child, "neurodata_type") switch
            {
                "TimeSeries" => Series(child),
                "DynamicTable" or "Units" => Table(root, child),
                "ProcessingModule" => Described(child),
                _ => [],
            };
            foreach (var problem in found.Select(problem => $"{at}: {problem}").Concat(Below(root, child, at)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Described(IH5Object target) =>
        Text(target, "description") is { Length: > 0 } ? [] : ["there is no description"];

    private static IEnumerable<string> Series(IH5Group series)
    {
        foreach (var problem in Described(series))
        {
            yield return problem;
        }

        var (data, times) = (series.Dataset("data"), series.Dataset("timestamps"));
        if (Text(data, "unit") is not { Length: > 0 })
        {
            yield return "data have no unit";
        }

        if (Text(times, "unit") != "seconds" || times.Attribute("interval").Read<int>() != 1)
        {
            yield return "timestamps are not in seconds with interval 1";
        }

        var read = times.Read<double[]>();
        if ((ulong)read.Length != data.Space.Dimensions[0])
        {
            yield return $"there are {read.Length} times and {data.Space.Dimensions[0]} samples";
        }

        if (read.Zip(read.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            yield return "times do not ascend";
        }
    }

    private static IEnumerable<string> Table(IH5Group root, IH5Group table)
    {
        var rows = table.Dataset("id").Space.Dimensions[0];
        var columns = table.Attribute("colnames").Read<string[]>();
        var there = table.Children().Select(child => child.Name).Where(name => name != "id").ToArray();
        foreach (var problem in Described(table))
        {
            yield return problem;
        }

        foreach (var name in columns.Concat(there.Where(name => !name.EndsWith("_index", StringComparison.Ordinal))).Distinct())
        {
            if (!there.Contains(name) || !columns.Contains(name))
            {
                yield return $"column {name} is missing, or not among colnames";
                continue;
            }

            var column = table.Dataset(name);
            var length = column.Space.Dimensions[0];
            foreach (var problem in Described(column).Concat(Text(column, "neurodata_type") == "VectorData" ? [] : ["is no VectorData"]))
            {
                yield return $"{name}: {problem}";
            }

            if (!there.Contains(name + "_index"))
            {
                if (length != rows)
                {
                    yield return $"{name} has {length} rows, the table {rows}";
                }

                continue;
            }

            var index = table.Dataset(name + "_index");
            var ends = index.Read<uint[]>();
            if ((ulong)ends.Length != rows || (ends.Length > 0 ? ends[^1] : 0) != length)
            {
                yield return $"{name}_index has {ends.Length} rows and ends at {ends.LastOrDefault()}; {rows} and {length} were to be";
            }

            var target = ((NativeGroup)root).Get(index.Attribute("target").Read<NativeObjectReference1>());
            if (
                target is not IH5Dataset pointed
                || pointed.Space.Dimensions[0] != length
                || Text(pointed, "description") != Text(column, "description")
            )
            {
                yield return $"{name}_index does not point to {name}";
            }
        }
    }

    private static string? Text(IH5Object target, string attribute) =>
        target.AttributeExists(attribute) ? target.Attribute(attribute).Read<string>() : null;

    private static bool IsTime(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
