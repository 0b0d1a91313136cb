using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Lyapunov;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--lyapunov</c>: one Lyapunov spectrum for each attractor, by two methods, with errors.</summary>
internal sealed class LyapunovSection : IDynamicsSection
{
    private readonly Option<bool> _lyapunov = new("--lyapunov")
    {
        Description = "Lyapunov spectrum of each attractor, with standard errors and a Jacobian-free cross-check",
    };
    private readonly Option<double> _time = new("--lyapunov-time")
    {
        Description =
            "Averaging time [time unit of the system]; 0 takes 5000 of the system's own (its time constant), less above 30 state variables",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<int> _starts = new("--lyapunov-starts")
    {
        Description = "Number of starts that look for attractors",
        DefaultValueFactory = _ => 4,
    };

    public int Order => 70;

    public IEnumerable<Option> Options => [_lyapunov, _time, _starts];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_lyapunov);

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        var (time, count) = (context.Arguments.GetValue(_time), context.Arguments.GetValue(_starts));
        UserError.ThrowIfAny(Require.All(Require.NotNegative(time, "--lyapunov-time"), Require.AtLeast(count, 1, "--lyapunov-starts")));
        var (n, unit) = (context.System.Dimension, Units.Of(context.System).Time);
        if (time > 1e7 * unit)
        {
            throw new UserError(
                $"--lyapunov-time must be at most ten million time constants of the system ({1e7 * unit:G3}), but is {time:R}."
            );
        }

        // n³ multiply-adds a stage: above 30 variables the default time shrinks so that a spectrum takes about half a minute.
        var options = new LyapunovOptions
        {
            Time = time > 0 ? time : unit * Math.Clamp(1.2e8 / ((double)n * n * n), 300, 5000),
            Transient = 200 * unit,
        };
        var spectra = AttractorSpectra.Run(context.System, SearchStarts.Of(context, count, 70), options, context.Cancellation);
        context.Result["lyapunov"] = new JsonArray([.. spectra.Select(s => (JsonNode)Json(s))]);
        if (spectra.Count == 0)
        {
            context.Text.WriteLine("every start diverged: there is no attractor to measure.");
        }

        context.Keep(spectra);
        var lost = count - spectra.Sum(s => s.Starts);
        context.Result["lyapunov_starts_diverged"] = lost;
        if (lost > 0 && spectra.Count > 0)
        {
            context.Text.WriteLine($"{lost} of {count} starts diverged.");
        }

        foreach (var s in spectra)
        {
            Print(context, s, count);
        }
    }

    private static JsonObject Json(AttractorSpectrum s)
    {
        var json = new JsonObject
        {
            ["attractor"] = s.Name,
            ["starts"] = s.Starts,
            ["method_A"] = Json(s.MethodA),
        };
        if (s.MethodB is { } b)
        {
            var (mean, error) = LyapunovExponents.Combine(s.MethodA, b);
            json["method_B"] = Json(b);
            json["combined"] = DynamicsContext.Json(mean);
            json["combined_standard_error"] = DynamicsContext.Json(error);
            json["max_abs_z_of_first_three"] = s.LargestZ;
        }

        json["exponents"] = DynamicsContext.Json(s.Exponents);
        json["standard_error"] = DynamicsContext.Json(s.StandardErrors);
        json["sum_of_exponents"] = s.MethodA.Sum;
        json["mean_divergence"] = s.MethodA.MeanTrace;
        json["kaplan_yorke_dimension"] = s.KaplanYorkeDimension;
        json["kaplan_yorke_standard_error"] = s.ExactExponents is null ? s.MethodA.KaplanYorkeError : 0;
        json["entropy_rate"] = s.Exponents.Where(x => x > 0).Sum();
        json["a_state_on_the_attractor"] = DynamicsContext.Json(s.State);
        if (s.Kind is SettledKind.Equilibrium or SettledKind.ContinuousSet)
        {
            json["fixed_point"] = DynamicsContext.Json(s.State);
            json["exact_exponents_real_parts_of_eigenvalues"] = DynamicsContext.Json(s.ExactExponents);
        }
        else if (s.Cycle is { } cycle)
        {
            json["period"] = cycle.Period;
            json["period_abs_diff_two_methods"] = cycle.AbsDiffTwoMethods;
            json["exact_exponents_from_floquet"] = DynamicsContext.Json(s.ExactExponents);
            json["floquet_unresolved_below"] = DynamicsContext.Json(s.FloquetUnresolvedBelow);
            json["sum_exact_from_trace"] = cycle.SumOfFloquetExponents;
        }

        return json;
    }

    private static JsonObject Json(LyapunovSpectrum s) =>
        new()
        {
            ["name"] = s.Method,
            ["averaging_time"] = s.AveragingTime,
            ["step"] = s.Step,
            ["exponents"] = DynamicsContext.Json(s.Exponents),
            ["standard_error"] = DynamicsContext.Json(s.StandardErrors),
            ["convergence"] = new JsonObject
            {
                ["time"] = DynamicsContext.Json(
                    Enumerable.Range(1, s.Convergence.Rows).Select(k => s.AveragingTime * k / s.Convergence.Rows)
                ),
                ["exponents"] = DynamicsContext.Json(
                    Enumerable
                        .Range(0, s.Convergence.Rows)
                        .Select(k => s.Convergence.Row(k)[..Math.Min(5, s.Convergence.Columns)].ToArray())
                ),
            },
        };

    private static void Print(DynamicsContext context, AttractorSpectrum s, int count)
    {
        var text = context.Text;
        var period = s.Cycle is { } cycle ? $", period {cycle.Period:R}" : "";
        text.WriteLine(
            $"{s.Name}{period}, reached by {s.Starts} of {count} starts; Lyapunov exponents (averaged over {s.MethodA.AveragingTime:G4}):"
        );
        var shown = Math.Min(6, s.Exponents.Length);
        for (var i = 0; i < shown; i++)
        {
            var check = s.MethodB is { } b ? $"   cross-check {b.Exponents[i].Text("F6"), 11} ± {b.StandardErrors[i]:E1}" : "";
            var exact = s.ExactExponents is { } e ? $"   exact {e[i].Text("F10"), 15}" : "";
            text.WriteLine($"  {i + 1, 3}  {s.MethodA.Exponents[i].Text("F6"), 11} ± {s.MethodA.StandardErrors[i]:E1}{check}{exact}");
        }

        if (s.Exponents.Length > shown)
        {
            text.WriteLine($"       ... {s.Exponents.Length - shown} more");
        }

        text.WriteLine(
            $"  sum {s.MethodA.Sum.Text("F7")}, mean divergence {s.MethodA.MeanTrace.Text("F7")}; Kaplan-Yorke dimension {s.KaplanYorkeDimension:F4}{(s.ExactExponents is null ? $" ± {s.MethodA.KaplanYorkeError:F4}" : "")}{(s.MethodB is null ? "" : $"; methods differ by at most {s.LargestZ:F1} standard errors in the first three")}"
        );
    }
}
