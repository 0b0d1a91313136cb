namespace PlasticityLab.Studies.Memory;

/// <summary>Rules of made-up rows of memory tables.</summary>
internal static class MemoryRules
{
    public const string Made = "no_learning|hebbian|symmetric_window|anti_hebbian|causal_trace_hebb|rate_stdp";
}
