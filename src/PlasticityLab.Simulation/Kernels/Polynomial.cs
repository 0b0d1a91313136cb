using System.Globalization;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Σ coefficient · product of symbols. Immutable. A null reference stands for a formula that is no polynomial.</summary>
internal sealed class Polynomial
{
    /// <summary>Beyond this many terms the formula kernel is the better choice.</summary>
    private const int MostTerms = 64;

    private readonly SortedDictionary<string, Term> _terms = new(StringComparer.Ordinal);

    private Polynomial(IEnumerable<Term> terms)
    {
        foreach (var term in terms)
        {
            _terms[term.Key] = _terms.TryGetValue(term.Key, out var same)
                ? same with
                {
                    Coefficient = same.Coefficient + term.Coefficient,
                }
                : term;
        }

        foreach (var key in _terms.Where(pair => pair.Value.Coefficient == 0).Select(pair => pair.Key).ToArray())
        {
            _terms.Remove(key);
        }
    }

    public IReadOnlyCollection<Term> Terms => _terms.Values;

    public Side Side => Terms.Aggregate(Side.Constant, (side, term) => term.Factors.Aggregate(side, (s, factor) => s | factor.Side));

    public bool IsConstant => Terms.All(term => term.Factors.Length == 0);

    public double ConstantValue => Terms.Sum(term => term.Coefficient);

    public static Polynomial Constant(double value) => new([new(value, [])]);

    public static Polynomial Of(Symbol symbol) => new([new(1, [symbol])]);

    public static Polynomial Add(Polynomial a, double factor, Polynomial b) =>
        new(a.Terms.Concat(b.Terms.Select(term => term with { Coefficient = factor * term.Coefficient })));

    public static Polynomial? Multiply(Polynomial a, Polynomial b) =>
        a.Terms.Count * b.Terms.Count > MostTerms
            ? null
            : new(
                a.Terms.SelectMany(x =>
                    b.Terms.Select(y => new Term(
                        x.Coefficient * y.Coefficient,
                        [.. x.Factors.Concat(y.Factors).OrderBy(s => s.Name, StringComparer.Ordinal)]
                    ))
                )
            );

    public override string ToString() =>
        Terms.Count == 0
            ? "0"
            : string.Join(
                " + ",
                Terms.Select(term =>
                    string.Join("·", term.Factors.Select(f => f.Name).Prepend(term.Coefficient.ToString("R", CultureInfo.InvariantCulture)))
                )
            );
}

/// <summary>Coefficient times a product of symbols, sorted by name.</summary>
internal sealed record Term(double Coefficient, Symbol[] Factors)
{
    /// <summary>Names the product.</summary>
    public string Key => KeyOf(Factors);

    public static string KeyOf(IEnumerable<Symbol> factors) => string.Join('*', factors.Select(f => f.Name));

    public Symbol[] On(Side side) => [.. Factors.Where(f => f.Side == side)];
}
