namespace PlasticityLab.Simulation.TextRules;

/// <summary>A checked piece of an equation. Code is written from these, never from what was typed.</summary>
internal abstract record Syntax;

/// <summary>A number.</summary>
internal sealed record NumberSyntax(double Value) : Syntax;

/// <summary>A named parameter.</summary>
internal sealed record ParameterSyntax(string Name) : Syntax;

/// <summary>A signal of one neuron, such as <c>Pre.Rate</c>.</summary>
internal sealed record SignalSyntax(bool IsPre, string Member) : Syntax;

/// <summary>This weight.</summary>
internal sealed record WeightSyntax : Syntax;

/// <summary>Minus.</summary>
internal sealed record NegativeSyntax(Syntax Inner) : Syntax;

/// <summary>+ − * /.</summary>
internal sealed record OperationSyntax(char Operator, Syntax Left, Syntax Right) : Syntax;

/// <summary>A power with a constant exponent.</summary>
internal sealed record PowerSyntax(Syntax Base, double Exponent) : Syntax;

/// <summary>exp, tanh, min, max.</summary>
internal sealed record CallSyntax(string Function, Syntax[] Arguments) : Syntax;
