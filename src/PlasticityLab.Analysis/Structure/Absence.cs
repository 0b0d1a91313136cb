namespace PlasticityLab.Analysis.Structure;

/// <summary>Sentences for values that a measure does not have.</summary>
internal static class Absence
{
    /// <summary>"name: why" for each value that is NaN.</summary>
    public static IReadOnlyList<string> Of(params ReadOnlySpan<(string Name, double Value, string Why)> values)
    {
        var absent = new List<string>();
        foreach (var (name, value, why) in values)
        {
            if (double.IsNaN(value))
            {
                absent.Add($"{name}: {why}");
            }
        }

        return absent;
    }
}
