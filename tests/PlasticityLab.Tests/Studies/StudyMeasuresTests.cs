using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

public sealed class StudyMeasuresTests : IDisposable
{
    private const string Small = """
        name: measured
        network: { kind: rate, units: 60 }
        task: { kind: chain, items: 4, assembly_size: 10, epochs: 3, free_run: 200 ms, cue_repeats: 1 }
        rules: [hebb, stdp]
        seeds: { count: 3 }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StudyResults Done(string text)
    {
        var folder = StudyFolder.Open(StudyFile.Parse(text), _folder);
        folder.Run(threads: 1, cancellation: TestContext.Current.CancellationToken);
        return StudyResults.Load(folder.Path);
    }

    [Fact]
    public void Only_the_named_measures_are_columns_in_the_order_given_with_the_score_first()
    {
        var study = Done(Small + "measures: [flow, order]\n");
        Assert.All(study.Rows<OutcomeRow>(), row => Assert.Equal(["S", "flow", "order"], row.Values.Columns.Select(column => column.Name)));
        Assert.Empty(study.Rows<FurtherMeasuresRow>());
        Assert.Equal(["S", "flow", "order"], study.Rows<ComparisonRow>().Select(row => row.Measure).Distinct());
        Assert.All(study.Rows<SummaryRow>(), row => Assert.True(double.IsNaN(row.D.Mean) && double.IsFinite(row.S.Mean)));
        Assert.Equal(["S", "flow", "order"], study.Rows<MeasureSummaryRow>().Select(row => row.Measure).Distinct());
    }

    [Fact]
    public void Probes_that_no_wanted_measure_reads_are_not_asked_and_the_run_keeps_its_name()
    {
        var study = StudyFile.Parse(Small);
        var run = new StudyEntry("hebb", "A", study.Rules[0].For("A")).Run(study, 100);
        var some = run with { Measures = MeasureSet.Some(run.Task, [WeightFlow.Id]) };
        Assert.Equal(run.Id(), some.Id());
        Assert.Equal(["cue", "inner"], Asked(run));
        Assert.Equal(["cue"], Asked(some));
        Assert.Equal(["S", "flow"], Run.Execute(some, TestContext.Current.CancellationToken).Readouts[0].Measures.Keys);

        static IEnumerable<string> Asked(RunSpec run)
        {
            var trained = Trained.Of(run, stop: TestContext.Current.CancellationToken);
            var read = Run.Read(trained, trained.Learned, run, TestContext.Current.CancellationToken)[0];
            return read.First.Concat(read.Inner).Select(answer => answer.Probe.Group).Distinct();
        }
    }

    [Fact]
    public void Values_do_not_depend_on_what_else_is_measured()
    {
        var all = Done(Small).Rows<OutcomeRow>();
        var some = Done(Small + "measures: [D, flow]\n").Rows<OutcomeRow>();
        foreach (var column in some[0].Values.Columns)
        {
            Assert.Equal(all.Select(row => row.Values[column]), some.Select(row => row.Values[column]));
        }
    }

    [Fact]
    public void A_further_rule_condition_or_measure_moves_no_other_number()
    {
        var few = Done(Small + "measures: [flow]\nclaims: [{ kind: level, says: It goes on., of: stdp, above: 0.5 }]\n");
        var more = Done(
            Small.Replace("[hebb, stdp]", "[anti, hebb, stdp]", StringComparison.Ordinal)
                + "measures: [D, flow]\nconditions: { '0': { network.noise_sd: 0.1 }, A: {} }\n"
                + "claims: [{ kind: level, says: Another., of: hebb, above: 0.5 }, { kind: level, says: It goes on., of: stdp, above: 0.5 }]\n"
        );
        // But for the correction for the number of comparisons, which is what it is for.
        Same<SummaryRow>(row => row with { D = new(0, 0, 0) });
        Same<MeasureSummaryRow>(row => row);
        Same<ComparisonRow>(row => row with { PHolm = 0 });

        void Same<TRow>(Func<TRow, TRow> without)
            where TRow : notnull
        {
            HashSet<TRow> there = [.. more.Rows<TRow>().Select(without)];
            Assert.NotEmpty(few.Rows<TRow>());
            Assert.All(few.Rows<TRow>(), row => Assert.Contains(without(row), there));
            Assert.True(there.Count > few.Rows<TRow>().Count);
        }
    }

    [Fact]
    public void A_stored_run_that_lacks_a_measure_is_carried_out_again_and_the_new_part_stands_beside_the_first()
    {
        var study = StudyFile.Parse(Small);
        var run = new StudyEntry("hebb", "A", study.Rules[0].For("A")).Run(study, 100);
        var store = new FolderStore(Path.Combine(_folder, "store"));
        // As a program wrote it that did not know of D.
        var older = RunPart.ToBytes(
            Run.Execute(run with { Measures = MeasureSet.Some(run.Task, ["flow"]) }, TestContext.Current.CancellationToken)
        );
        store.Publish(new Part(run.Id(), RunPart.Name, older));
        Assert.Null(RunPart.Find(store, run, run.Id()));
        var runs = new StoredRuns(store, new Worker(1));
        var result = Assert.Single(runs.Execute([run], "test", TestContext.Current.CancellationToken));
        Assert.True(double.IsFinite(result.Of(ReplayDirection.Id)));
        Assert.Equal((1, 0), (runs.Computed, runs.Different));
        var again = new StoredRuns(store, new Worker(1));
        Assert.Equal(
            result.Of(ReplayDirection.Id),
            again.Execute([run], "test", TestContext.Current.CancellationToken)[0].Of(ReplayDirection.Id)
        );
        Assert.Equal(0, again.Computed);
        Assert.NotNull(RunPart.Find(store, run, run.Id()));
    }

    [Fact]
    public void Unknown_measures_and_those_that_the_task_has_not_are_refused()
    {
        string Refused(string text) => Assert.Throws<UserError>(() => StudyFile.Parse(text, "s")).Message;
        Assert.Contains(
            "s:6: measures[0]: There is no measure \"flwo\". Did you mean flow?",
            Refused(Small + "measures: [flwo]\n"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "measures[1]: networks that learn the task chain have no items held (held). Measured there: D, ",
            Refused(Small + "measures: [S, held]\n"),
            StringComparison.Ordinal
        );
        Assert.Contains("measures names \"S\" 2 times", Refused(Small + "measures: [S, S]\n"), StringComparison.Ordinal);
        Assert.Contains(
            "claims[0].measure is \"D\", which nothing is measured by in this study.",
            Refused(Small + "measures: [flow]\nclaims: [{ kind: level, says: It goes on., measure: D, of: stdp, above: 0.5 }]\n"),
            StringComparison.Ordinal
        );
    }
}
