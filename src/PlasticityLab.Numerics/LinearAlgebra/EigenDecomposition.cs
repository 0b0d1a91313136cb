using System.Numerics;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Eigenvalues and right eigenvectors of a real matrix.</summary>
/// <param name="Values">λ_k, by descending real part, then descending imaginary part.</param>
/// <param name="Vectors">Right eigenvectors, [k][i], unit Euclidean length, largest entry real and positive.</param>
public sealed record EigenDecomposition(Complex[] Values, Complex[][] Vectors);
