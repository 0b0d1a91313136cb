namespace PlasticityLab.Simulation.KWinners;

/// <summary>The k most driven neurons are active.</summary>
internal sealed class SortedCourse(KWinnersNetwork network) : IWinnersCourse
{
    private readonly Fatigue _fatigue = new(network.Settings);

    public int[]? Active { get; private set; }

    public void Learn(int note) => Active = network.LearnNote(Active, note, _fatigue);

    public void Hear(int note) => Active = network.HearNote(Active, note, _fatigue);

    public int[] Play(int[]? noise)
    {
        (_, var named, Active) = network.PlayNote(Active!, _fatigue, noise);
        _fatigue.Tire(Active);
        return named;
    }

    public void Rest()
    {
        Active = null;
        _fatigue.Clear();
    }

    public float[] Rates()
    {
        var rates = new float[network.Settings.Neurons];
        foreach (var i in Active ?? [])
        {
            rates[i] = 1;
        }

        return rates;
    }

    public void State(StateCodec codec)
    {
        _fatigue.State(codec);
        int[] code = Active ?? [];
        codec.List(ref code);
        Active = code.Length == 0 ? null : code;
    }
}
