using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Analysis.Inference;

/// <summary>A rule of the catalogue with its parameters: the time constants, and amplitudes in which its formula is linear or not.</summary>
internal sealed class CatalogueFamily
{
    /// <summary>Name of the learning rate.</summary>
    public const string Rate = "eta";

    /// <summary>Unit of time constants.</summary>
    public const string Second = "s";

    private const int Products = BilinearRule.Signals * BilinearRule.Signals;

    // Where coefficients are evaluated; between and beyond they are linear.
    private static readonly double[] Ends = [0.01, 0.05];

    private readonly object _rule;

    // Parameters in which the coefficients are linear, if they are in all; and which time constant each of the four traces has.
    private readonly string[] _names;
    private readonly string?[] _slots;
    private readonly bool _isLinear;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, double[][]> _corners = [];

    public CatalogueFamily(string id)
    {
        (Id, _rule) = (id, RuleCatalog.Create(id));
        Setting[] all =
        [
            .. Settings
                .Numbers(RuleCatalog.TypeOf(id))
                .Where(setting => setting.Name != Rate && setting.Search is { } search && search.Values.Count != 1),
        ];
        Linear = [.. all.Where(IsLinear).Select(setting => (setting.Name, Range(setting).Low, Range(setting).High))];
        Searched = [.. all.Where(setting => !Linear.Any(linear => linear.Name == setting.Name))];
        DefaultRate = Settings.Values(_rule)[Rate];
        string[] times = [.. Searched.Where(setting => setting.Unit == Second).Select(setting => setting.Name)];
        (_names, _slots) = ([.. times, .. Linear.Select(linear => linear.Name)], Slots(times));
        _isLinear = IsLinear();
    }

    public string Id { get; }

    public Setting[] Searched { get; }

    public (string Name, double Low, double High)[] Linear { get; }

    public double DefaultRate { get; }

    /// <summary>The rule with these values, but for its learning rate.</summary>
    public BilinearRule Point(IReadOnlyDictionary<string, double> values) =>
        _isLinear && _names.All(values.ContainsKey) ? Linearly(values) : Exact(values);

    private BilinearRule Linearly(IReadOnlyDictionary<string, double> values)
    {
        var numbers = Clean(Between(Corners(values), values));
        Trace Of(int slot) => _slots[slot] is { } name ? Trace.OfRate(values[name]) : default;
        var theta = new Matrix(BilinearRule.Signals, BilinearRule.Signals, numbers[..Products]);
        return BilinearRule.Of(theta, [.. numbers.Skip(Products)], new(Of(0), Of(1), Of(2), Of(3)));
    }

    // The coefficients at every corner of times and amplitudes, once for all values of the other parameters.
    private double[][] Corners(IReadOnlyDictionary<string, double> values)
    {
        var others = values
            .Where(value => !_names.Contains(value.Key))
            .Select(value => value.Value.ToString("R", CultureInfo.InvariantCulture));
        return _corners.GetOrAdd(
            string.Join(',', others),
            _ => [.. Enumerable.Range(0, 1 << _names.Length).Select(corner => Numbers(Exact(AtCorner(values, corner))))]
        );
    }

    private double[] Between(double[][] corners, IReadOnlyDictionary<string, double> values)
    {
        var sum = new double[corners[0].Length];
        for (var corner = 0; corner < corners.Length; corner++)
        {
            var weight = 1.0;
            for (var k = 0; k < _names.Length; k++)
            {
                var share = (values[_names[k]] - Ends[0]) / (Ends[1] - Ends[0]);
                weight *= (corner >> k & 1) == 1 ? share : 1 - share;
            }

            for (var n = 0; n < sum.Length; n++)
            {
                sum[n] += weight * corners[corner][n];
            }
        }

        return sum;
    }

    private BilinearRule Exact(IReadOnlyDictionary<string, double> values) =>
        BilinearForm.Of((ILearningRule)Settings.WithNumbers(_rule, values, Id), out _)!.Value;

    // What is left of coefficients that cancel is none.
    private static double[] Clean(double[] numbers)
    {
        var size = numbers.Max(Math.Abs);
        return [.. numbers.Select(x => Math.Abs(x) <= 1e-12 * size ? 0 : x)];
    }

    private static double[] Numbers(BilinearRule point) => [.. point.Theta.Values, .. point.Kappa];

    private Dictionary<string, double> AtCorner(IReadOnlyDictionary<string, double> values, int corner)
    {
        var at = new Dictionary<string, double>(values);
        for (var k = 0; k < _names.Length; k++)
        {
            at[_names[k]] = Ends[corner >> k & 1];
        }

        return at;
    }

    private string?[] Slots(string[] times)
    {
        var apart = times.Select((name, k) => KeyValuePair.Create(name, 0.0113 * (k + 1))).ToDictionary();
        var point = Exact(apart);
        double[] taus = [point.TauPreFast, point.TauPreSlow, point.TauPostFast, point.TauPostSlow];
        return [.. taus.Select(tau => apart.FirstOrDefault(pair => Math.Abs(pair.Value - tau) < 1e-12).Key)];
    }

    // Whether the coefficients are linear in all times and amplitudes together, seen at a place between.
    private bool IsLinear()
    {
        var values = Searched
            .Select((setting, k) => KeyValuePair.Create(setting.Name, 0.0237 + (0.011 * k)))
            .Concat(Linear.Select((linear, k) => KeyValuePair.Create(linear.Name, 0.31 + (0.17 * k))))
            .ToDictionary();
        var (exact, made) = (Exact(values), Linearly(values));
        var size = Numbers(exact).Max(Math.Abs);
        return exact.Traces == made.Traces
            && Numbers(exact).Zip(Numbers(made)).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * size);
    }

    /// <summary>Within which values an amplitude is looked for: twice as far as tuning looks.</summary>
    public static (double Low, double High) Range(Setting setting)
    {
        var search = setting.Search!;
        var (low, high) = search.Values.Count > 0 ? (search.Values.Min(), search.Values.Max()) : (search.Low, search.High);
        return high >= 100 ? (low, high) : (low / 2, high * 2);
    }

    private bool IsLinear(Setting setting)
    {
        if (setting.Unit == Second)
        {
            return false;
        }

        var (low, high) = Range(setting);
        double[] At(double value) => Numbers(Exact(new Dictionary<string, double> { [setting.Name] = value }));
        var (a, b, middle) = (At(low), At(high), At((low + high) / 2));
        var size = a.Concat(b).Max(Math.Abs);
        return Enumerable.Range(0, a.Length).All(k => Math.Abs(((a[k] + b[k]) / 2) - middle[k]) <= 1e-9 * size);
    }
}
