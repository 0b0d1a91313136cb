namespace PlasticityLab.Cli.FrontDoor;

/// <summary>What is wrong, gathered from all parts of a command line before any of it is told.</summary>
internal sealed class Gathered
{
    private readonly List<string> _problems = [];

    /// <summary>How many there are.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds problems.</summary>
    public void Add(IEnumerable<string> problems) => _problems.AddRange(problems);

    /// <summary>What is read, or null when it cannot be: then why is among the problems.</summary>
    public T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (UserError error)
        {
            _problems.AddRange(error.Message.Split(Environment.NewLine));
            return null;
        }
    }

    /// <summary>Tells all of them, where there are any.</summary>
    public void ThrowIfAny() => UserError.ThrowIfAny(_problems);
}
