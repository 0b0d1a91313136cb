using System.Text.Json;
using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Studies;

/// <summary>What a run is, written and read, is the same run with the same name; another run has another name.</summary>
public class SpecPropertyTests
{
    private static readonly string[] Rules =
    [
        .. RuleCatalog.Cards.Where(card => card.Clock == RuleClock.EveryStep).Select(card => card.Id),
    ];

    private static readonly Gen<RunSpec> Any = Gen.Select(
            Gen.ULong,
            Gen.Int[0, Rules.Length - 1],
            Gen.Double[0.001, 100],
            Gen.Int[2, 400],
            Gen.Double[0.001, 0.2],
            Gen.Bool,
            Gen.Double[0, 4],
            Gen.Int[1, 30]
        )
        .Select(
            (seed, rule, eta, units, time, single, inhibition, epochs) =>
            {
                var named = RuleCatalog.Create(Rules[rule]);
                var values = Settings.Values(named).ToDictionary();
                if (values.ContainsKey("eta"))
                {
                    values["eta"] = eta;
                }

                return new RunSpec
                {
                    Network = new RateNetwork
                    {
                        Units = units,
                        AdaptationTau = time,
                        Adaptation = inhibition,
                    },
                    Task = new Chain { Epochs = epochs, Silence = time },
                    Learning = new()
                    {
                        Rule = Rules[rule],
                        Parameters = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, values),
                        Decay = eta / 7,
                    },
                    Seed = seed,
                    Readouts = [new(inhibition, 1 + time)],
                    Precision = single ? "single" : "double",
                };
            }
        );

    [Fact]
    public void A_run_survives_its_canonical_text() =>
        Any.Sample(
            run =>
            {
                var text = run.ToCanonicalJson();
                var read = JsonSerializer.Deserialize<RunSpec>(text, Json.Canonical)!;
                Assert.Equal(text, read.ToCanonicalJson());
                Assert.Equal(run.Id(), read.Id());
            },
            iter: 200
        );

    [Fact]
    public void Two_runs_have_one_name_only_if_they_are_one() =>
        Gen.Select(Any, Any).Sample((a, b) => Assert.Equal(a.ToCanonicalJson() == b.ToCanonicalJson(), a.Id() == b.Id()), iter: 200);
}
