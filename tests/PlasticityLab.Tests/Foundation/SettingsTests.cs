using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Tests.Foundation;

public partial class SettingsTests
{
    public enum Weather
    {
        BrightSun,
        Rain,
    }

    public sealed record Inner
    {
        [Unit("s")]
        public double Tau { get; init; } = 0.02;

        public double Gain { get; init; } = 1.5;

        [Added(2, 0.0)]
        public double Late { get; init; }
    }

    public sealed record Outer
    {
        public Inner Network { get; init; } = new();

        public int Count { get; init; } = 3;

        public ulong Seed { get; init; } = ulong.MaxValue;

        public bool On { get; init; }

        public string Title { get; init; } = "a \"b\" τ";

        public Weather Sky { get; init; }

        [Unit("Hz")]
        public ImmutableArray<double> Rates { get; init; } = [5, 1500];

        public ImmutableArray<string> Names { get; init; }

        public IToy Toy { get; init; } = new Ball();

        public ImmutableSortedDictionary<string, double> More { get; init; } = ImmutableSortedDictionary<string, double>.Empty.Add("b", 2);
    }

    [Fact]
    public void A_canonical_text_says_everything_with_units_and_ids() =>
        Assert.Equal(
            """{"network":{"tau":"20 ms","gain":1.5},"count":3,"seed":18446744073709551615,"on":false,"title":"a \"b\" τ","sky":"bright_sun","""
                + """ "rates":["5 Hz","1.5 kHz"],"names":[],"toy":{"kind":"ball","bounce":"500 ms","size":1.5},"more":{"b":2}}""".Trim(),
            Settings.Canonical(new Outer())
        );

    [Fact]
    public void A_later_setting_is_silent_at_its_neutral_value()
    {
        Assert.DoesNotContain("late", Settings.Canonical(new Inner()), StringComparison.Ordinal);
        Assert.Contains("\"late\":0.1", Settings.Canonical(new Inner { Late = 0.1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_changes_one_setting_however_deep_it_lies()
    {
        var before = new Outer();
        var after = Settings.With(before, "network.tau", setting => Quantity.Parse("30 ms", setting.Unit, setting.Name));
        Assert.Equal(0.03, after.Network.Tau);
        Assert.Equal(0.02, before.Network.Tau);
        Assert.Equal(after.Network with { Tau = 0.02 }, before.Network);
        Assert.Equal(2.0, Settings.With(before, "toy.bounce", _ => 2.0).Toy is Ball ball ? ball.Bounce : 0);
        Assert.Equal(("gain", 1.5), (Settings.Find(before, "network.gain").Setting.Name, Settings.Find(before, "network.gain").Value));
    }

    [Fact]
    public void A_patch_of_nothing_is_refused() =>
        Assert.Equal(
            "network.taus is not known; did you mean tau? Known here: tau, gain, late.",
            Assert.Throws<UserError>(() => Settings.With(new Outer(), "network.taus", _ => 1.0)).Message
        );

    [GeneratedRegex(@"\[(s|Hz|V|A|F|S)\]")]
    private static partial Regex Written();

    [Fact]
    public void Units_at_rules_and_neurons_are_those_of_their_documentation()
    {
        var types = Catalog
            .Of<ILearningRule>()
            .All.Select(rule => rule.GetType())
            .Concat(Catalog.Of<IRateNeuron>().All.Select(neuron => neuron.GetType()))
            .Concat(Catalog.Of<ISpikingNeuron>().All.Select(neuron => neuron.GetType()));
        var settings = types.SelectMany(type => Settings.Numbers(type).Select(setting => (type, setting))).ToArray();
        Assert.All(settings, x => Assert.True(x.setting.Unit.Length == 0 || Quantity.IsWritten(x.setting.Unit), $"{x}"));
        Assert.All(
            settings.Where(x => x.setting.Meaning.Length > 0),
            x => Assert.Equal(Written().Match(x.setting.Meaning) is { Success: true } unit ? unit.Groups[1].Value : "", x.setting.Unit)
        );
    }

    // What the rules were searched in when the ranges stood in one list.
    [Theory]
    [InlineData("rate_stdp", "a_minus linear 0.3 1.2; tau_plus log 0.008 0.04; tau_minus log 0.008 0.04")]
    [InlineData("fast_hebb_slow_anti_hebb", "a_minus linear 0.2 1.4; tau_minus log 0.008 0.1")]
    [InlineData(
        "rate_triplet",
        "a2 linear 0 1; a3 linear 0 4; a_minus linear 0.3 1.2; tau_plus log 0.008 0.04; tau_minus log 0.008 0.04; tau_slow log 0.04 0.2"
    )]
    [InlineData("bcm", "r0 log 0.03 1; tau_average log 0.03 5")]
    [InlineData("compass", "angle linear 0 360; tau_plus log 0.008 0.04")]
    [InlineData("hebbian", "")]
    [InlineData("spike_stdp", "a linear 0 1; a_dep choice 0 0.05 0.2; tau_plus log 0.008 0.04; tau_minus log 0.008 0.04")]
    [InlineData("pair_stdp", "a_plus choice 1; a_minus linear 0 1; tau_plus log 0.008 0.04; tau_minus log 0.008 0.04")]
    [InlineData("guetig_stdp", "alpha log 0.02 2; mu linear 0 1; tau_plus log 0.008 0.04; tau_minus log 0.008 0.04")]
    public void A_rule_is_searched_where_its_settings_say(string rule, string ranges) =>
        Assert.Equal(
            ranges,
            string.Join("; ", SearchSpace.Of(rule).Select(range => $"{range.Name} {range.Scale} {string.Join(' ', range.Values)}"))
        );
}
