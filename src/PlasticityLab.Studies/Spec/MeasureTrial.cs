using PlasticityLab.Analysis.Measures;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Spec;

/// <summary>Whether measures of further libraries can be computed at all, tried on one network before it learns: a measure that throws is
/// told by the check and not after hours of training.</summary>
internal static class MeasureTrial
{
    /// <summary>The sentence of a measure that throws, with its type; none where PlasticityLab's own alone are wanted.</summary>
    /// <param name="spec">A study in which nothing else is wrong.</param>
    public static IEnumerable<string> Problems(StudySpec spec)
    {
        var wanted = spec.Wanted ?? MeasureSet.All(spec.Task);
        if (spec.Seeds.Count == 0 || wanted.Measures.All(measure => measure.GetType().Assembly == typeof(IMeasure).Assembly))
        {
            return [];
        }

        var run = spec.In(spec.Conditions.Keys.First(), spec.Template) with
        {
            Measures = wanted,
            Readouts = [OperatingPoint.Of(spec.Network.Card.Readout)],
        };
        var untrained = Trained.Untrained(run);
        try
        {
            _ = Run.Read(untrained, untrained.Learned, run);
            return [];
        }
        catch (UserError error)
        {
            return [error.Message];
        }
    }
}
