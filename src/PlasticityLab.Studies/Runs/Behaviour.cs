using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Studies.Runs;

/// <summary>What a trained network does, in one word.</summary>
/// <remarks>
/// The words are tried in this order. unstable: learning took steps that forward Euler cannot follow, so nothing is known of the rule.
/// seizure: more than half of all neurons active, or diverged. ordered: S above 0.7. reversed: D below
/// −0.5. silent: at most the cued item is visited and nothing is active at the end in most recalls of the first cue.
/// fixed: at most the cued item is visited and it is held. chaotic: the courses of visits from the same cue under different noise differ by
/// more than half on average (edit distance over length); this is sensitivity to noise, not a measured exponent.
/// hopping: everything else, wrong steps or steps that stop, that repeat.
/// </remarks>
internal static class Behaviour
{
    public const string Silent = "silent",
        Fixed = "fixed",
        Hopping = "hopping",
        Ordered = "ordered",
        Reversed = "reversed",
        Chaotic = "chaotic",
        Seizure = "seizure",
        Unstable = "unstable";

    /// <summary>All words, from rest to seizure; at the end the one for networks of which nothing is known.</summary>
    public static readonly string[] All = [Silent, Fixed, Hopping, Ordered, Reversed, Chaotic, Seizure, Unstable];

    public static string Of(IOrderedTask task, int neurons, IReadOnlyList<Recording> first, PointResult readout)
    {
        var dt = first[0].SampleTime;
        if (readout[ActiveAssemblies.Id] * task.AssemblySize > Run.SeizureAbove * neurons)
        {
            return Seizure;
        }

        if (readout[ReplayScore.Id] > 0.7)
        {
            return Ordered;
        }

        if (readout[ReplayDirection.Id] < -0.5)
        {
            return Reversed;
        }

        var cue = task.Order[0];
        var visits = first.Select(course => Visits.Of(course.Overlaps, dt)).ToArray();
        var still = first.Select((course, k) => visits[k].All(visit => visit.Item == cue)).ToArray();
        if (still.Count(x => x) * 2 > still.Length)
        {
            var held = first.Count(course => course.Overlaps[course.Overlaps.Rows - 1, cue] > Visits.LeastOverlap);
            return held * 2 > still.Length ? Fixed : Silent;
        }

        var courses = visits.Select(v => v.Select(visit => visit.Item).ToArray()).ToArray();
        double sum = 0;
        var pairs = 0;
        for (var i = 0; i < courses.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += FeatureDistances.OfCourses(courses[i], courses[j]);
                pairs++;
            }
        }

        return pairs > 0 && sum / pairs > 0.5 ? Chaotic : Hopping;
    }
}
