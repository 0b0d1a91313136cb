namespace PlasticityLab.Experiments.Store;

/// <summary>Finished jobs by name, safe for many processes at once. Parts are immutable; leases save work and decide nothing.</summary>
public interface IRunStore
{
    /// <summary>The whole parts of a job; damaged ones are left out, so that they are computed again.</summary>
    IReadOnlyList<Part> Find(string id);

    /// <summary>One part of a job, or null when there is none that is whole.</summary>
    Part? Find(string id, string name);

    /// <summary>Many parts, in the order asked, as they were when the question was put; null where there is none that is whole.</summary>
    IReadOnlyList<Part?> Find(IReadOnlyList<(string Id, string Name)> parts);

    /// <summary>Keeps a part. A second outcome of the same job never replaces the first.</summary>
    Publication Publish(Part part);

    /// <summary>Keeps parts of many short jobs as one file.</summary>
    IReadOnlyList<Publication> PublishPack(IReadOnlyList<Part> parts);

    /// <summary>The sole right to compute something for some time, or null when somebody else is at it.</summary>
    /// <param name="name">Name of a job or of a block of jobs.</param>
    /// <param name="duration">How long it holds after the last renewal; after that, others may take it over.</param>
    ILease? TryLease(string name, TimeSpan duration);

    /// <summary>Notes that a job threw; it stays unfinished and is tried again by the next run.</summary>
    void ReportFailure(string id, string sentence);

    /// <summary>The jobs that threw and have no part since, with what was said last.</summary>
    IReadOnlyDictionary<string, string> Failures();
}

/// <summary>The right to compute something. Dispose gives it back.</summary>
public interface ILease : IDisposable
{
    /// <summary>Says that the holder is still at work. False: the lease was taken over; going on costs time and harms nothing.</summary>
    bool Renew();
}
