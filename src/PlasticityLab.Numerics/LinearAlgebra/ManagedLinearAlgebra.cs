using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Decompositions without any native library: own real Schur form, MathNet.Numerics for the rest. An order of magnitude slower
/// than LAPACK.</summary>
internal sealed class ManagedLinearAlgebra(string description) : ILinearAlgebra
{
    public string Description { get; } = description;

    public Complex[] EigenValues(Matrix a) => ManagedSchur.EigenValues(ManagedSchur.Decompose(a, false).T);

    public (Complex[] Values, Complex[][] Vectors) EigenVectors(Matrix a)
    {
        var (t, z) = ManagedSchur.Decompose(a, true);
        var values = ManagedSchur.EigenValues(t);
        return (values, ManagedSchur.EigenVectors(t, z!, values));
    }

    public (double[] Values, Matrix Vectors) Symmetric(Matrix a)
    {
        var scale = PowerOfTwo.Of(a);
        var evd = ToMathNet(a, scale).Evd(Symmetricity.Symmetric);
        return ([.. evd.EigenValues.Select(value => value.Real * scale)], FromMathNet(evd.EigenVectors));
    }

    public (Matrix T, Matrix Z) Schur(Matrix a)
    {
        var (t, z) = ManagedSchur.Decompose(a, true);
        return (t, z!);
    }

    public (Matrix U, double[] Values, Matrix Vt) Svd(Matrix a)
    {
        var scale = PowerOfTwo.Of(a);
        var svd = ToMathNet(a, scale).Svd(true);
        return (FromMathNet(svd.U), [.. svd.S.Select(value => value * scale)], FromMathNet(svd.VT));
    }

    public double[] SingularValues(Matrix a)
    {
        var scale = PowerOfTwo.Of(a);
        return [.. ToMathNet(a, scale).Svd(false).S.Select(value => value * scale)];
    }

    private static Matrix<double> ToMathNet(Matrix a, double scale) =>
        Matrix<double>.Build.DenseOfRowMajor(a.Rows, a.Columns, PowerOfTwo.Scaled(a, 1 / scale).Values);

    private static Matrix FromMathNet(Matrix<double> a) => Matrix.From(a.RowCount, a.ColumnCount, (i, j) => a[i, j]);
}
