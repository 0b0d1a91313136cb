using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Hopfield;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Sparse;

namespace PlasticityLab.Tests.Kernels;

/// <summary>Wrong lengths, rows and shapes at the public edges above code that does not check places itself: always an ArgumentException,
/// never memory that belongs to something else.</summary>
public class WrongCallTests
{
    private const int N = 64;
    private static readonly Matrix Initial = Matrix.From(N, N, (i, j) => 0.01 * (i - j));
    private static readonly double[] Some = new double[N];

    private static PlasticMatrix Weights => PlasticMatrix.Create(new Hebbian(), Initial);

    private static PlasticMatrix<double> Wide => PlasticMatrix.Create<double>(new Hebbian(), Matrix.From(N, 96, (_, _) => 0.1));

    private static PlasticMatrix<float> Single => PlasticMatrix.Create<float>(new Oja(), Initial);

    private static AlignedVector<double> V(int length) => new(length);

    private static NeuronSignals<double> Rates(int length) => new() { Rate = V(length) };

    private static SparseMatrix Sparse => SparseMatrix.FromDense(Initial);

    private static readonly (string Name, Action Call)[] Calls =
    [
        ("a row past the end, read", () => _ = Weights[N, 0]),
        ("a row past the end, written", () => Weights[N, 0] = 5),
        ("row -1, read", () => _ = Weights[-1, 0]),
        ("row -1, written", () => Weights[-1, 0] = 5),
        ("a column past the end", () => _ = Weights[0, N]),
        ("column -1", () => _ = Weights[0, -1]),
        ("row sum past the end", () => Weights.RowSum(N)),
        ("row sum of -1", () => Weights.RowSum(-1)),
        ("positive row sum past the end", () => Weights.PositiveRowSum(N)),
        ("positive row sum far past the end", () => Weights.PositiveRowSum(70)),
        ("positive row sum of -1", () => Weights.PositiveRowSum(-1)),
        ("positive row sum of a huge row", () => Weights.PositiveRowSum(int.MaxValue)),
        ("scaling past the end", () => Weights.ScalePositive(70, 2)),
        ("scaling row -1", () => Weights.ScalePositive(-1, 2)),
        ("scaling the spare row", () => Weights.ScalePositive(N, 2)),
        ("divisive normalisation past the end", () => Weights.NormaliseDivisively(N, 1)),
        ("divisive normalisation of -1", () => Weights.NormaliseDivisively(-1, 1)),
        ("subtractive normalisation past the end", () => Weights.NormaliseSubtractively(N, 1)),
        ("subtractive normalisation of -1", () => Weights.NormaliseSubtractively(-1, 1)),
        ("caps too short", () => Weights.CapPositiveRowSums(new double[N - 1])),
        ("caps too long", () => Weights.CapPositiveRowSums(new double[N + 1])),
        ("row view past the end", () => Wide.Row(N)),
        ("row view of -1", () => Wide.Row(-1)),
        ("product of a short vector", () => Weights.Multiply(new double[N - 1], new double[N])),
        ("product of nothing", () => Weights.Multiply([], new double[N])),
        ("product into too little", () => Weights.Multiply(Some, new double[N - 1])),
        ("product into too much", () => Weights.Multiply(Some, new double[N + 1])),
        ("aligned product, senders and receivers exchanged", () => Wide.Multiply(V(N), V(96))),
        ("aligned product into null", () => Wide.Multiply(V(96), null!)),
        ("signals of senders too short", () => Weights.Update(0.001, new() { Rate = new double[8] }, new() { Rate = Some })),
        ("signals of receivers too long", () => Weights.Update(0.001, new() { Rate = Some }, new() { Rate = new double[N + 1] })),
        ("aligned signals of senders too short", () => Wide.Update(0.001, Rates(8), Rates(N))),
        ("aligned signals of receivers too short", () => Wide.Update(0.001, Rates(96), Rates(8))),
        ("aligned signals exchanged", () => Wide.Update(0.001, Rates(N), Rates(96))),
        ("aligned trace too short", () => Wide.Update(0.001, new() { Rate = V(96), Slow = V(1) }, Rates(N))),
        ("no signals", () => Wide.Update(0.001, null!, Rates(N))),
        ("update and product, signals too short", () => Wide.UpdateAndMultiply(0.001, Rates(8), Rates(8), V(96), V(N))),
        ("update and product, next too short", () => Wide.UpdateAndMultiply(0.001, Rates(96), Rates(N), V(8), V(N))),
        ("update and product, result too short", () => Wide.UpdateAndMultiply(0.001, Rates(96), Rates(N), V(96), V(8))),
        (
            "update and product of spans, result too short",
            () => Weights.UpdateAndMultiply(0.001, new() { Rate = Some }, new() { Rate = Some }, Some, new double[3])
        ),
        ("single precision, signals too short", () => Single.Update(0.001, new() { Rate = new(4) }, new() { Rate = new(N) })),
        ("batch of too few activities", () => Weights.MultiplyBatch(new double[N], new double[3 * N], 3)),
        ("batch into too little", () => Weights.MultiplyBatch(new double[3 * N], new double[N], 3)),
        ("batch of a negative number", () => Weights.MultiplyBatch(new double[3 * N], new double[3 * N], -1)),
        ("batch with a stride that wraps around", () => Wide.MultiplyBatch(new double[96], new double[N], 1, int.MaxValue)),
        ("weights of another shape", () => Weights.CopyFrom(new Matrix(N, N + 1))),
        ("a vector longer than memory", () => _ = new AlignedVector<double>(int.MaxValue)),
        ("a vector of negative length", () => _ = new AlignedVector<float>(-1)),
        ("logistic rates into too little", () => new Logistic().Rates(new double[1024], new double[4])),
        ("logistic rates in single precision into too little", () => new Logistic().Rates(new float[1024], new float[4])),
        ("tanh rates into too little", () => new TanhRate().Rates(new double[1024], new double[4])),
        ("tanh rates into too much", () => new TanhRate().Rates(new float[4], new float[1024])),
        ("threshold-linear rates into too little", () => new ThresholdLinear().Rates(new double[1024], new double[4])),
        ("error-function rates into too little", () => new ErrorFunction().Rates(new float[1024], new float[4])),
        ("exponentials into too little", () => VectorMath.Exp(new double[1024], new double[4])),
        ("hyperbolic tangents into too little", () => VectorMath.Tanh(new float[1024], new float[4])),
        ("a dot product of unequal lengths", () => Vectors.Dot(new float[1024], new float[4])),
        ("a sum of unequal lengths", () => Vectors.Add(1, new float[1024], new float[4])),
        ("a sparse product of a short vector", () => Sparse.Multiply(new double[4], Some)),
        ("a sparse product into too little", () => Sparse.Multiply(Some, new double[4])),
        ("outer products of another shape", () => Sparse.AddOuterProducts(1, new Matrix(4, 2), new Matrix(N, 2))),
        ("a matrix whose size wraps around", () => _ = new Matrix(65536, 65536, [])),
        ("a matrix of too many numbers", () => _ = new Matrix(65536, 65536)),
        ("a matrix of negative rows", () => _ = new Matrix(-1, 4)),
        ("a dense product of a short vector", () => Initial.Times(new double[4])),
        ("a linear system of another size", () => new Lu(Initial).Solve(new double[4])),
        ("a linear system that is not square", () => _ = new Lu(new Matrix(4, 5))),
        ("a state of another size", () => new HopfieldNetwork(N).Add(new float[4], 1)),
        ("weights of another size", () => _ = new HopfieldNetwork(N, new float[4])),
        ("a pattern of another size", () => new HopfieldNetwork(N).Relax(new float[4], new RandomStreams(1).Open(StreamPurpose.Analysis))),
    ];

    public static TheoryData<string> Names => [.. Calls.Select(call => call.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused(string name) => Assert.ThrowsAny<ArgumentException>(Array.Find(Calls, call => call.Name == name).Call);

    [Fact]
    public void There_are_at_least_fifty() => Assert.True(Calls.DistinctBy(call => call.Name).Count() >= 50);

    [Fact]
    public void Matrices_that_must_be_square_or_finite_are_refused_in_a_sentence()
    {
        Assert.Throws<UserError>(() => Eigen.Values(new Matrix(4, 5)));
        Assert.Throws<UserError>(() => Eigen.Decompose(new Matrix(5, 4)));
        Assert.Throws<UserError>(() => Schur.Decompose(new Matrix(4, 5)));
        Assert.Throws<UserError>(() => SymmetricEigen.Decompose(new Matrix(4, 5)));
        Assert.Throws<UserError>(() => Eigen.Values(Matrix.From(4, 4, (_, _) => double.NaN)));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void A_rule_of_decay_alone_decays(double decay)
    {
        var weights = PlasticMatrix.Create<double>(
            PlasticityLab.Simulation.TextRules.TextRule.Compile("dw = -0.5*w", new Dictionary<string, double>()),
            Initial,
            new() { Decay = decay }
        );
        weights.Update(0.1, new NeuronSignals<double>(), new());
        Assert.Equal(Initial[5, 2] * (1 - (0.1 * (0.5 + decay))), weights[5, 2], 1e-15);
    }

    [Theory]
    [InlineData("dw = 1/0 - 1/0")]
    [InlineData("dw = max(0*(1/0), post.rate)")]
    [InlineData("dw = max(post.rate/post.slow(20 ms), 0)")]
    [InlineData("dw = min(0, post.rate/post.slow(20 ms)) + pre.rate")]
    [InlineData("dw = max(w*post.rate/post.slow(20 ms), pre.rate)")]
    public void What_is_no_number_reaches_the_weights_whatever_the_kernel(string equation)
    {
        var rule = PlasticityLab.Simulation.TextRules.TextRule.Compile(equation, new Dictionary<string, double>());
        foreach (var kind in Enum.GetValues<PassKind>())
        {
            var weights = PlasticMatrix.Create<double>(rule, Initial, new() { WeightMin = -1, WeightMax = 1 }, kind);
            weights.Update(0.1, new NeuronSignals<double>(), new());
            Assert.True(double.IsNaN(weights[5, 2]), $"{kind}: {weights[5, 2]}");
            var single = PlasticMatrix.Create<float>(rule, Initial, new() { WeightMin = -1, WeightMax = 1 }, kind);
            single.Update(0.1, new NeuronSignals<float>(), new());
            Assert.True(double.IsNaN(single[5, 2]), $"{kind}, single: {single[5, 2]}");
        }
    }
}
