namespace PlasticityLab.Cli.Doctor;

/// <summary>One line of the doctor's report.</summary>
/// <param name="Name">What was looked for, snake case.</param>
/// <param name="Ok">Whether it is there.</param>
/// <param name="Required">Whether the laboratory cannot work without it.</param>
/// <param name="Found">What was found.</param>
/// <param name="For">What it is for.</param>
/// <param name="Remedy">What to do when it is missing.</param>
internal sealed record Finding(string Name, bool Ok, bool Required, string Found, string For, string Remedy);
