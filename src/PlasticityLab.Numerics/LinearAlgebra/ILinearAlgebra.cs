using System.Numerics;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Who does the dense decompositions: the machine's LAPACK, or managed code.</summary>
internal interface ILinearAlgebra
{
    string Description { get; }

    /// <summary>Eigenvalues, in the order of the algorithm.</summary>
    Complex[] EigenValues(Matrix a);

    /// <summary>Eigenvalues and right eigenvectors [k][i], in the order of the algorithm, of any length.</summary>
    (Complex[] Values, Complex[][] Vectors) EigenVectors(Matrix a);

    /// <summary>Ascending eigenvalues; eigenvectors in columns.</summary>
    (double[] Values, Matrix Vectors) Symmetric(Matrix a);

    (Matrix T, Matrix Z) Schur(Matrix a);

    /// <summary>U [m, m], descending singular values, Vᵀ [n, n].</summary>
    (Matrix U, double[] Values, Matrix Vt) Svd(Matrix a);

    double[] SingularValues(Matrix a);
}
