namespace PlasticityLab.Simulation.Kernels;

/// <summary>One way to carry a rule's step over rows of the weights. Rows are independent, so any split into blocks of rows gives the same
/// bits.</summary>
internal abstract class WeightPass<TScalar>
    where TScalar : unmanaged, System.Numerics.IFloatingPointIeee754<TScalar>
{
    /// <summary>Computes what all rows share; called once a step by one thread.</summary>
    public abstract void Prepare(WeightStore<TScalar> store, double dt, NeuronSignals<TScalar> pre, NeuronSignals<TScalar> post);

    /// <summary>Updates rows low .. high−1; when <paramref name="next"/> is given, also writes the product of the new rows with
    /// it.</summary>
    public abstract void Rows(WeightStore<TScalar> store, int low, int high, AlignedVector<TScalar>? next, AlignedVector<TScalar>? result);

    /// <summary>Whether a step can change any weight.</summary>
    public virtual bool Moves => true;

    /// <summary>Whether this pass begins at the last row. Passes go to and fro over a matrix that is larger than the processor's nearest
    /// caches, so that each begins with what the one before touched last; the bits do not depend on it.</summary>
    public bool Backwards { get; set; }
}
