using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>The rules leave different weights behind: their lag profiles differ by more than those of one rule's networks.</summary>
public sealed record StructureDiffers : IClaim
{
    private const int Draws = 2000;

    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "structure_differs",
            "Different structure",
            "Supported when in every condition the rule explains more of the squared distances between lag profiles than chance does (PERMANOVA at the level given); no number of networks can show the contrary.",
            "Anderson 2001"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>The rules that are compared.</summary>
    public Subjects Of { get; init; } = new();

    /// <summary>Level of the test in each condition.</summary>
    public double TestLevel { get; init; } = 0.01;

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study) =>
        ClaimProblems
            .Of(study, Says, NetworkMeasures.S.Name, [], ("of", Of))
            .Concat(TestLevel is > 0 and < 1 ? [] : [$"test_level must lie in (0, 1), but is {TestLevel:R}."]);

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var tested = evidence.Conditions.Select(condition => (condition, networks: Networks(evidence, condition))).ToArray();
        if (tested.Any(x => x.networks.Length == 0))
        {
            return ClaimProblems.NotTested(Says) with
            {
                Sentence = "Not tested: it needs at least two rules with two networks each that have weights.",
            };
        }

        var found = tested.Select(x => (x.condition, result: Test(x.networks, evidence))).ToArray();
        var numbers = found
            .Select(x =>
                double.IsFinite(x.result.R2)
                    ? $"{100 * x.result.R2:0} % ({Wording.P(x.result.PValue)}){evidence.Where(x.condition)}"
                    : $"nothing{evidence.Where(x.condition)} (all profiles are equal)"
            )
            .ToArray();
        var shown = found.All(x => x.result.PValue <= TestLevel);
        return new(
            Says,
            shown ? ClaimOutcome.Supported : ClaimOutcome.Undecided,
            $"{(shown ? "Yes" : "Not decided")}: which rule it was explains {Wording.And(numbers)} of the squared distances between the lag profiles of the networks.",
            [.. found.Select(x => new StatedNumber($"R²{evidence.Where(x.condition)}", x.result.R2, P: x.result.PValue))],
            []
        );
    }

    private (string Rule, double[] Profile)[] Networks(ClaimEvidence evidence, string condition)
    {
        var rules = evidence.Of(Of, condition);
        var networks = evidence
            .Tables.Rows<LagProfileRow>()
            .Where(row => row.Condition == condition && rules.Contains(row.Rule))
            .GroupBy(row => (row.Rule, row.Seed))
            .Select(group => (group.Key.Rule, Profile: group.OrderBy(row => row.Lag).Select(row => row.L).ToArray()))
            .Where(network => network.Profile.All(double.IsFinite))
            .ToArray();
        return networks.Select(network => network.Rule).Distinct().Count() < 2 || networks.GroupBy(x => x.Rule).Any(x => x.Count() < 2)
            ? []
            : networks;
    }

    private static PermanovaResult Test((string Rule, double[] Profile)[] networks, ClaimEvidence evidence)
    {
        var rules = networks.Select(network => network.Rule).Distinct().ToList();
        var distances = Matrix.From(
            networks.Length,
            networks.Length,
            (a, b) => Math.Sqrt(networks[a].Profile.Zip(networks[b].Profile, (x, y) => (x - y) * (x - y)).Sum())
        );
        return Permanova.Test(distances, [.. networks.Select(network => rules.IndexOf(network.Rule))], evidence.Random, Draws);
    }
}
