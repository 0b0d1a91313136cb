using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>One term of the space of rules: a product of a signal of the receiver and one of the sender, or a decay.</summary>
/// <param name="Post">Place of the receiver's signal in <see cref="BilinearRule.Theta"/>; of a decay its power of the rate.</param>
/// <param name="Pre">Place of the sender's signal; −1: a decay of the weight.</param>
/// <param name="TauPost">Time constant of the receiver's trace [s]; 0 where there is none.</param>
/// <param name="TauPre">Time constant of the sender's trace [s]; 0 where there is none.</param>
public readonly record struct SpaceTerm(int Post, int Pre, double TauPost = 0, double TauPre = 0)
{
    private const int Fast = 2,
        Slow = 3;

    /// <summary>Whether it is a decay.</summary>
    public bool IsDecay => Pre < 0;

    // What is the simplest of terms that cannot be told apart is kept: pairs as normal forms have them, one neuron alone, decays, the rest.
    internal int Rank =>
        IsDecay
            ? 50 + Post
            : (Post, Pre) switch
            {
                (1, 1) => 0,
                (1, Fast) => 1,
                (Fast, 1) => 2,
                (4, 1) => 3,
                (1, Slow) => 4,
                (Slow, 1) => 5,
                (4, 4) => 6,
                (1, 0) => 7,
                (0, 1) => 8,
                (0, 0) => 9,
                _ => 100 + (Post * BilinearRule.Signals) + Pre,
            };

    /// <summary>All terms with these time constants.</summary>
    /// <param name="times">The four of them; a slow one that is NaN leaves its traces out.</param>
    public static IEnumerable<SpaceTerm> All(TraceTimes times)
    {
        for (var a = 0; a < BilinearRule.Signals; a++)
        {
            for (var b = 0; b < BilinearRule.Signals; b++)
            {
                if (Tau(a, times.PostFast, times.PostSlow) is { } post && Tau(b, times.PreFast, times.PreSlow) is { } pre)
                {
                    yield return new(a, b, post, pre);
                }
            }
        }

        for (var power = 0; power < 3; power++)
        {
            yield return new(power, -1);
        }
    }

    /// <summary>The same term with other time constants.</summary>
    public SpaceTerm With(TraceTimes times) =>
        IsDecay
            ? this
            : this with
            {
                TauPost = Tau(Post, times.PostFast, times.PostSlow) ?? 0,
                TauPre = Tau(Pre, times.PreFast, times.PreSlow) ?? 0,
            };

    /// <summary>The term as text rules write it.</summary>
    public override string ToString() =>
        IsDecay
            ? Post switch
            {
                0 => "-w",
                1 => "-post.rate*w",
                _ => "-post.rate^2*w",
            }
            : (Signal("post", Post, TauPost), Signal("pre", Pre, TauPre)) switch
            {
                (null, null) => "1",
                (null, var pre) => pre,
                (var post, null) => post,
                var (post, pre) => $"{post}*{pre}",
            };

    private static string? Signal(string side, int signal, double tau) =>
        signal switch
        {
            0 => null,
            1 => $"{side}.rate",
            Fast => $"{side}.fast({Shown(tau)})",
            Slow => $"{side}.slow({Shown(tau)})",
            _ => $"{side}.change",
        };

    private static string Shown(double tau) => Quantity.Show(Quantity.Number(tau.Text("G3"), "a time constant"), "s");

    private static double? Tau(int signal, double fast, double slow) =>
        signal switch
        {
            Fast => fast,
            Slow => double.IsNaN(slow) ? null : slow,
            _ => 0,
        };
}
