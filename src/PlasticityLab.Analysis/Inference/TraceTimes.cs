namespace PlasticityLab.Analysis.Inference;

/// <summary>Time constants of the traces [s].</summary>
/// <param name="PreFast">Of the sender's fast trace.</param>
/// <param name="PostFast">Of the receiver's fast trace.</param>
/// <param name="PreSlow">Of the sender's slow trace; NaN: it has none.</param>
/// <param name="PostSlow">Of the receiver's slow trace; NaN: it has none.</param>
public readonly record struct TraceTimes(double PreFast, double PostFast, double PreSlow = double.NaN, double PostSlow = double.NaN)
{
    /// <summary>How many there are.</summary>
    internal const int Count = 4;

    /// <summary>One of the four, in the order of the parameters [s].</summary>
    internal double this[int which] =>
        which switch
        {
            0 => PreFast,
            1 => PostFast,
            2 => PreSlow,
            _ => PostSlow,
        };

    /// <summary>The same with one changed.</summary>
    internal TraceTimes With(int which, double tau) =>
        which switch
        {
            0 => this with { PreFast = tau },
            1 => this with { PostFast = tau },
            2 => this with { PreSlow = tau },
            _ => this with { PostSlow = tau },
        };

    /// <summary>Whether terms read one of the four.</summary>
    internal static bool Reads(IEnumerable<SpaceTerm> terms, int which) =>
        terms.Any(term => !term.IsDecay && (which % 2 == 0 ? term.Pre : term.Post) == 2 + (which / 2));
}
