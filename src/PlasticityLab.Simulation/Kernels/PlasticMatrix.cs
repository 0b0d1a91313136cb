using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Dense plastic weights W[post, pre] with their rule, bounds, decay and absent synapses: the one owner of every loop over
/// synapses in rate networks.</summary>
/// <remarks>This is the face in plain doubles. Simulations hold the generic <see cref="PlasticMatrix{TScalar}"/>, which takes its vectors
/// without copying.</remarks>
public abstract class PlasticMatrix
{
    private protected PlasticMatrix(ILearningRule rule, PlasticMatrixOptions options) => (Rule, Options) = (rule, options);

    /// <summary>The rule that changes the weights.</summary>
    public ILearningRule Rule { get; }

    /// <summary>Bounds, decay, precision and the like.</summary>
    public PlasticMatrixOptions Options { get; }

    /// <summary>Number of receiving neurons.</summary>
    public abstract int Rows { get; }

    /// <summary>Number of sending neurons.</summary>
    public abstract int Columns { get; }

    /// <summary>The weight from neuron j to neuron i. Setting an absent synapse leaves it at 0.</summary>
    public abstract double this[int i, int j] { get; set; }

    /// <summary>How the kernel carries out the rule: "low rank 2" and the like, or "formula".</summary>
    public abstract string Form { get; }

    /// <summary>Plastic weights with given initial values; values outside the bounds are set to the bound, absent synapses to 0.</summary>
    /// <exception cref="UserError">The options contradict each other or the shape.</exception>
    public static PlasticMatrix Create(ILearningRule rule, Matrix initial, PlasticMatrixOptions? options = null) =>
        (options ?? new()).Precision == Precision.Single ? Create<float>(rule, initial, options) : Create<double>(rule, initial, options);

    /// <summary>Plastic weights stored as <typeparamref name="TScalar"/> (<see cref="double"/> or <see cref="float"/>, whatever the option
    /// says).</summary>
    /// <exception cref="UserError">The options contradict each other or the shape.</exception>
    public static PlasticMatrix<TScalar> Create<TScalar>(ILearningRule rule, Matrix initial, PlasticMatrixOptions? options = null)
        where TScalar : unmanaged, System.Numerics.IFloatingPointIeee754<TScalar> =>
        Create<TScalar>(rule, initial, options, PassKind.Fastest);

    /// <summary>What keeps a rule from portable arithmetic, one sentence.</summary>
    public static IEnumerable<string> PortableProblems(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return FunctionLane.Calls(rule)
            ?
            [
                $"arithmetic: portable is not available for rule {RuleCatalog.Card(rule).Id}, whose formula calls exp, tanh or a power: their last digits are the processor's. Use arithmetic: fast.",
            ]
            : [];
    }

    internal static PlasticMatrix<TScalar> Create<TScalar>(ILearningRule rule, Matrix initial, PlasticMatrixOptions? options, PassKind kind)
        where TScalar : unmanaged, System.Numerics.IFloatingPointIeee754<TScalar>
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(initial);
        options = (options ?? new()) with { Precision = typeof(TScalar) == typeof(float) ? Precision.Single : Precision.Double };
        UserError.ThrowIfAny([
            .. rule.Problems(),
            .. options.Problems(initial.Rows, initial.Columns),
            .. options.Arithmetic == Arithmetic.Portable ? PortableProblems(rule) : [],
        ]);
        var store = new WeightStore<TScalar>(initial.Rows, initial.Columns, options);
        return new(rule, options, store, rule.Accept(new PassFor<TScalar>(store, kind)), initial);
    }

    /// <summary>W r.</summary>
    /// <param name="r">Sender's activity, [pre].</param>
    /// <param name="result">Receiver's input, [post].</param>
    public abstract void Multiply(ReadOnlySpan<double> r, Span<double> result);

    /// <summary>One step of the rule with the signals at its start.</summary>
    /// <param name="dt">Length of the step [s].</param>
    /// <param name="pre">Signals of the senders.</param>
    /// <param name="post">Signals of the receivers.</param>
    public abstract void Update(double dt, in SignalSpans pre, in SignalSpans post);

    /// <summary>One step of the rule, and the product of the new weights with <paramref name="next"/>, in one pass over the
    /// weights.</summary>
    /// <param name="dt">Length of the step [s].</param>
    /// <param name="pre">Signals of the senders.</param>
    /// <param name="post">Signals of the receivers.</param>
    /// <param name="next">Activity to multiply the new weights with, [pre].</param>
    /// <param name="result">The product, [post].</param>
    public abstract void UpdateAndMultiply(
        double dt,
        in SignalSpans pre,
        in SignalSpans post,
        ReadOnlySpan<double> next,
        Span<double> result
    );

    /// <summary>W R for many activities side by side, for recalls of one network.</summary>
    /// <param name="activities">Row-major [pre, batch].</param>
    /// <param name="result">Row-major [post, batch].</param>
    /// <param name="batch">Number of activities.</param>
    public abstract void MultiplyBatch(ReadOnlySpan<double> activities, Span<double> result, int batch);

    /// <summary>The weights as a matrix, a copy.</summary>
    public abstract Matrix ToMatrix();

    /// <summary>Replaces the weights; bounds and absent synapses are respected.</summary>
    public abstract void CopyFrom(Matrix weights);

    /// <summary>Whether every weight is a finite number.</summary>
    public abstract bool IsFinite();

    /// <summary>Σ_j w_ij of row i [weight].</summary>
    public abstract double RowSum(int i);

    /// <summary>Σ_j [w_ij]₊ of row i [weight].</summary>
    public abstract double PositiveRowSum(int i);

    /// <summary>Multiplies the positive weights of row i.</summary>
    public abstract void ScalePositive(int i, double factor);

    /// <summary>Brings Σ_j [w_ij]₊ of every row down to its cap by scaling the row's positive weights; rows below their cap stay.</summary>
    /// <param name="caps">Cap of each row [weight], [post].</param>
    /// <exception cref="ArgumentException">There is not one cap for each row.</exception>
    public void CapPositiveRowSums(ReadOnlySpan<double> caps)
    {
        if (caps.Length != Rows)
        {
            throw new ArgumentException($"There must be one cap for each of the {Rows} rows, but there are {caps.Length}.", nameof(caps));
        }

        Span<double> sums = stackalloc double[4];
        for (var i = 0; i < Rows; i++)
        {
            if (i % 4 == 0)
            {
                PositiveRowSums(i, sums);
            }

            if (sums[i % 4] > caps[i])
            {
                ScalePositive(i, caps[i] / sums[i % 4]);
            }
        }
    }

    /// <summary>The sums of the positive weights of row <paramref name="first"/> and the three after it (0 past the last), each as
    /// <see cref="PositiveRowSum"/> gives it [weight].</summary>
    protected abstract void PositiveRowSums(int first, Span<double> sums);

    /// <summary>Divisive normalisation: multiplies row i so that the sum of its absolute weights is <paramref name="target"/> [weight]. A
    /// weight that would pass its bound stops there and the others carry the rest, so the sum is missed only where all stand at a bound. A
    /// row of zeros stays. Miller and MacKay 1994, Neural Comput. 6:100, there for weights of one sign.</summary>
    public abstract void NormaliseDivisively(int i, double target);

    /// <summary>Subtractive normalisation: subtracts one number from all existing synapses of row i so that it sums to
    /// <paramref name="target"/> [weight]; the bounds act afterwards, so the sum can miss it where weights sit at a bound. Miller and
    /// MacKay 1994, Neural Comput. 6:100.</summary>
    public abstract void NormaliseSubtractively(int i, double target);

    /// <summary>The weights, to the bit.</summary>
    internal abstract void State(StateCodec codec);

    private sealed class PassFor<TScalar>(WeightStore<TScalar> store, PassKind kind) : IRuleVisitor<WeightPass<TScalar>>
        where TScalar : unmanaged, System.Numerics.IFloatingPointIeee754<TScalar>
    {
        public WeightPass<TScalar> Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            if (kind == PassKind.Fastest && LowRankForm.Of(SymbolicLane.Of(rule)) is { } form)
            {
                return LowRankPass.Create(form, store);
            }

            object pass = (typeof(TScalar) == typeof(double), kind == PassKind.Oracle) switch
            {
                (true, true) => new FormulaPass<TRule, Lane1, Lane1, double>(rule),
                (true, false) => new FormulaPass<TRule, Lane4, Lane1, double>(rule),
                (false, true) => new FormulaPass<TRule, Lane1F, Lane1F, float>(rule),
                (false, false) => new FormulaPass<TRule, Lane8, Lane1F, float>(rule),
            };
            return (WeightPass<TScalar>)pass;
        }
    }
}
