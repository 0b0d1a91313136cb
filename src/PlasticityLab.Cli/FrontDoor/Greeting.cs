namespace PlasticityLab.Cli.FrontDoor;

/// <summary>What <c>plasticity</c> alone says: what this is, three commands, where to go on.</summary>
internal static class Greeting
{
    /// <summary>The greeting, at most ten lines of at most 100 characters.</summary>
    public const string Text = """
        PlasticityLab: how do local learning rules shape what a recurrent network does?

          plasticity tune learn frere-jacques    a network hears a tune once and plays it (a second)
          plasticity demo                        four rules learn one sequence; ends with a report (a minute)
          plasticity explain STDP                what a word means

        All verbs: plasticity help     One verb: plasticity help demo     Tab completion: plasticity completion bash

        """;
}
