namespace PlasticityLab.Studies.Spec;

/// <summary>What controls are called in a study's tables, beside its rules.</summary>
internal static class ControlNames
{
    /// <summary>Networks that learn nothing.</summary>
    public const string NoLearning = "none";

    /// <summary>The hand-built chain.</summary>
    public const string Oracle = "oracle";

    /// <summary>A rule whose items come in another order in every epoch.</summary>
    public static string Shuffled(string rule) => rule + "_shuffled";

    /// <summary>A rule with its sign turned.</summary>
    public static string SignTurned(string rule) => rule + "_flipped";

    /// <summary>The controls that a study scores.</summary>
    public static IEnumerable<string> Of(StudySpec study)
    {
        bool Has(string control) => study.Controls.Any(c => Names.Same(c, control));
        var rules = study.Rules.Select(rule => rule.Name).ToArray();
        return
        [
            .. Has("no_learning") ? [NoLearning] : Enumerable.Empty<string>(),
            .. Has("oracle") ? [Oracle] : Enumerable.Empty<string>(),
            .. Has("shuffled") ? rules.Select(Shuffled) : [],
            .. Has("sign_flipped") ? rules.Select(SignTurned) : [],
        ];
    }
}
