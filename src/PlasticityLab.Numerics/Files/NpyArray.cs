namespace PlasticityLab.Numerics.Files;

/// <summary>An array as NumPy keeps it, in double precision.</summary>
/// <param name="Shape">Lengths of the axes; empty for a scalar.</param>
/// <param name="Values">The values, last axis fastest.</param>
public sealed record NpyArray(int[] Shape, double[] Values)
{
    /// <summary>Whether it is written in single precision (float32).</summary>
    public bool IsSingle { get; init; }

    /// <summary>The array as a matrix: two axes, or one axis as a column.</summary>
    /// <exception cref="UserError">It has more than two axes, or no numbers.</exception>
    public Matrix ToMatrix(string name = "The array") =>
        Shape.Length switch
        {
            _ when Values.Length == 0 => throw new UserError($"{name} holds no numbers: its shape is ({string.Join(", ", Shape)})."),
            <= 1 => new Matrix(Values.Length, 1, Values),
            2 => new Matrix(Shape[0], Shape[1], Values),
            _ => throw new UserError($"{name} must be a matrix, but has the shape ({string.Join(", ", Shape)})."),
        };

    /// <summary>A matrix as an array.</summary>
    public static NpyArray Of(Matrix matrix) => new([matrix.Rows, matrix.Columns], matrix.Values);
}
