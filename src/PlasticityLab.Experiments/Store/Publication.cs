namespace PlasticityLab.Experiments.Store;

/// <summary>What became of a part that was handed to the store.</summary>
public enum Publication
{
    /// <summary>It is the first: it stays.</summary>
    New,

    /// <summary>An equal one was there: dropped.</summary>
    Same,

    /// <summary>One of other arithmetic was there and agrees to 1e-10 relative: the first stays.</summary>
    OtherArithmetic,

    /// <summary>The one that was there differs by more than arithmetic explains: the first stays, this one lies in <c>different/</c>.</summary>
    Different,
}
