using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>The directed graph of a combinatorial threshold-linear network: W_ij = −1 + ε with an edge j → i, −1 − δ without, 0 on the
/// diagonal.</summary>
/// <remarks>Morrison, Degeratu, Itskov and Curto 2024, SIAM J. Appl. Dyn. Syst., arXiv 1605.04463, eq. (3).</remarks>
internal sealed record CtlnGraph(int Size, IReadOnlyList<(int From, int To)> Edges, double Epsilon, double Delta)
{
    public Matrix Weights()
    {
        var edges = Edges.ToHashSet();
        return Matrix.From(
            Size,
            Size,
            (i, j) =>
                i == j ? 0
                : edges.Contains((j, i)) ? -1 + Epsilon
                : -1 - Delta
        );
    }
}
