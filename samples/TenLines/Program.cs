using PlasticityLab;

var experiment = Lab.Network(new RateNetwork { Units = 300 }).On(new Chain { Items = 8 }).Seed(100);
foreach (
    var rule in new ILearningRule[]
    {
        new Hebbian { Eta = 5 },
        new CausalTraceHebb { Eta = 10 },
    }
)
{
    var network = experiment.Learn(rule).Run();
    Console.WriteLine($"{rule.GetType().Name}: score S = {network.Measure("S"):F2}, direction D = {network.Measure("D"):F2}");
    Console.WriteLine($"  plays {string.Join(' ', network.Replay.Select(item => item + 1))}");
    Console.WriteLine($"  {network.Equilibria().Stable.Count()} of {network.Equilibria().Equilibria.Count} equilibria are stable");
}
