using PlasticityLab.Numerics.Ode;

namespace PlasticityLab.Tests.Numerics.Ode;

public class OdeSolverTests
{
    private static void Circle(double t, ReadOnlySpan<double> y, Span<double> d) => (d[0], d[1]) = (-y[1], y[0]);

    [Fact]
    public void A_circle_is_followed_forward_and_backward_to_the_tolerance()
    {
        var forward = OdeSolver.Solve(Circle, 0, [1, 0], 20, new() { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-13 });
        Assert.Equal(Math.Cos(20), forward.EndState[0], 1e-10);
        var back = OdeSolver.Solve(Circle, 20, forward.EndState, 0, new() { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-13 });
        Assert.Equal(1, back.EndState[0], 2e-10);
        Assert.Equal(0, back.EndState[1], 2e-10);
    }

    [Fact]
    public void The_error_falls_with_the_fifth_power_of_the_step()
    {
        double Error(double step)
        {
            var options = new OdeOptions
            {
                RelativeTolerance = 1,
                AbsoluteTolerance = 1,
                InitialStep = step,
                MaximumStep = step,
            };
            return Math.Abs(OdeSolver.Solve(Circle, 0, [1, 0], 6.4, options).EndState[0] - Math.Cos(6.4));
        }

        Assert.InRange(Math.Log2(Error(0.2) / Error(0.1)), 4.6, 6.5);
    }

    [Fact]
    public void The_interpolant_has_fourth_order()
    {
        double Error(double step)
        {
            var run = new DormandPrince(
                Circle,
                0,
                [1, 0],
                new()
                {
                    RelativeTolerance = 1,
                    AbsoluteTolerance = 1,
                    InitialStep = step,
                    MaximumStep = step,
                }
            );
            var y = new double[2];
            run.StepTo(1);
            run.Interpolate(0.37 * step, y);
            return Math.Abs(y[1] - Math.Sin(0.37 * step));
        }

        Assert.InRange(Math.Log2(Error(0.4) / Error(0.2)), 4.5, 6.5);
    }

    [Fact]
    public void Events_are_located_to_rounding_and_can_stop_the_run()
    {
        var tight = new OdeOptions { RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-14 };
        var all = OdeSolver.Solve(Circle, 0, [1, 0], 10, tight, events: [new OdeEvent((_, y) => y[0])]);
        Assert.Equal(3, all.Crossings.Count);
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(Math.PI * (k + 0.5), all.Crossings[k].Time, 1e-11);
        }

        var rising = OdeSolver.Solve(Circle, 0, [1, 0], 10, tight, events: [new OdeEvent((_, y) => y[0], 1, true)]);
        Assert.True(rising.Stopped);
        Assert.Equal(1.5 * Math.PI, rising.EndTime, 1e-11);
        Assert.Equal(-1, rising.EndState[1], 1e-11);
    }

    [Fact]
    public void Outputs_are_given_at_the_asked_times()
    {
        var solution = OdeSolver.Solve(Circle, 0, [1, 0], 3, new() { RelativeTolerance = 1e-12 }, [0, 0.1, 1, 2.99, 3]);
        Assert.Equal([0, 0.1, 1, 2.99, 3], solution.Times);
        Assert.All(solution.Times.Zip(solution.States), pair => Assert.Equal(Math.Cos(pair.First), pair.Second[0], 1e-10));
    }

    [Fact]
    public void A_solution_that_runs_to_infinity_is_a_result()
    {
        var solution = OdeSolver.Solve((_, y, d) => d[0] = y[0] * y[0], 0, [1], 2);
        Assert.True(solution.Failed);
        Assert.InRange(solution.EndTime, 0.999, 1.001);
        Assert.True(double.IsFinite(solution.EndState[0]));
    }
}
