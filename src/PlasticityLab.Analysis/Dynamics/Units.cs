using PlasticityLab.Analysis.Dynamics.Systems;

namespace PlasticityLab.Analysis.Dynamics;

/// <summary>The units in which a system's own numbers are near 1. Both are powers of two, so that changing units rounds nothing and a system
/// multiplied by any factor gives the same answer, multiplied.</summary>
/// <param name="State">Unit of the state [state].</param>
/// <param name="Time">Unit of time [time].</param>
public readonly record struct Units(double State, double Time)
{
    /// <summary>The units that a field is given in.</summary>
    public static Units Given { get; } = new(1, 1);

    /// <summary>Whether nothing has to be changed.</summary>
    public bool AreGiven => this == Given;

    /// <summary>The natural units of a field: those it knows, else those it is given in.</summary>
    public static Units Of(IVectorField field) => field is IScaledField scaled ? scaled.NaturalUnits : Given;

    /// <summary>The field in these units.</summary>
    public IVectorField Of<TField>(TField field)
        where TField : IVectorField => AreGiven || field is not IScaledField scaled ? field : scaled.In(this);

    /// <summary>A state in these units.</summary>
    public double[] Into(ReadOnlySpan<double> state)
    {
        var x = state.ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            x[i] /= State;
        }

        return x;
    }

    /// <summary>A box in these units.</summary>
    public TrappingBox Into(TrappingBox box) => box with { Low = Into(box.Low), High = Into(box.High) };

    /// <summary>Units that undo these.</summary>
    public Units Inverse => new(1 / State, 1 / Time);

    /// <summary>A state of these units in the units given.</summary>
    public double[] Back(ReadOnlySpan<double> state) => new Units(1 / State, 1).Into(state);
}

/// <summary>A field that knows the units in which its numbers are near 1.</summary>
public interface IScaledField : IVectorField
{
    /// <summary>Those units.</summary>
    Units NaturalUnits { get; }

    /// <summary>The same system with states and times measured in other units, which must be powers of two.</summary>
    IScaledField In(Units units);
}
