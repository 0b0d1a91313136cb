namespace PlasticityLab.Simulation.TextRules;

/// <summary>A checked piece of an equation. Code is written from these, never from what was typed.</summary>
/// <param name="IsNumber">Whether it holds no signal and no weight: a number, known before anything is simulated. Kept, since a tree is asked at
/// every node and each step.</param>
internal abstract record Syntax(bool IsNumber);

/// <summary>A number.</summary>
internal sealed record NumberSyntax(double Value) : Syntax(true);

/// <summary>A named parameter.</summary>
internal sealed record ParameterSyntax(string Name) : Syntax(true);

/// <summary>A signal of one neuron, such as <c>Pre.Rate</c>.</summary>
internal sealed record SignalSyntax(bool IsPre, string Member) : Syntax(false);

/// <summary>This weight.</summary>
internal sealed record WeightSyntax() : Syntax(false);

/// <summary>Minus.</summary>
internal sealed record NegativeSyntax(Syntax Inner) : Syntax(Inner.IsNumber);

/// <summary>+ − * /.</summary>
internal sealed record OperationSyntax(char Operator, Syntax Left, Syntax Right) : Syntax(Left.IsNumber && Right.IsNumber);

/// <summary>A power with a constant exponent.</summary>
internal sealed record PowerSyntax(Syntax Base, double Exponent) : Syntax(Base.IsNumber);

/// <summary>exp, tanh, min, max.</summary>
internal sealed record CallSyntax(string Function, Syntax[] Arguments) : Syntax(Arguments.All(argument => argument.IsNumber));
