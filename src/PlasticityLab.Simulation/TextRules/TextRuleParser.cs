using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.TextRules;

/// <summary>Reads an equation with a closed set of symbols: what a synapse can see, and nothing else.</summary>
internal sealed class TextRuleParser
{
    /// <summary>The list that every refusal ends with.</summary>
    public const string Allowed =
        "Allowed are pre.rate, pre.spikes, pre.change, pre.fast(tau), pre.slow(tau), the same of post, post.voltage, w, your parameters, "
        + "numbers, + - * / ^ ( ), min, max, exp and tanh. "
        + "A trace follows what its second word says: pre.fast(20 ms) or pre.fast(tau, rate) averages the rate, (tau, spikes) counts spikes, (tau, rate^2) averages the squared rate.";

    // As in study files [s].
    private const double ShortestTau = 1e-7,
        LongestTau = 1e5;

    private readonly string _text;
    private readonly IReadOnlyDictionary<string, double> _parameters;
    private readonly Trace[] _traces = new Trace[4];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _times = new(StringComparer.Ordinal);
    private int _at;

    private TextRuleParser(string text, IReadOnlyDictionary<string, double> parameters) => (_text, _parameters) = (text, parameters);

    /// <summary>The syntax tree, the traces it needs, the parameters it reads and those of them that are time constants.</summary>
    /// <exception cref="UserError">The equation is not one; the sentence says where and what is allowed.</exception>
    public static (Syntax Tree, Traces Traces, string[] Used, IReadOnlySet<string> Times) Parse(
        string equation,
        IReadOnlyDictionary<string, double> parameters
    )
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(parameters);
        var reserved = new[] { "w", "dw", "pre", "post", "min", "max", "exp", "tanh" };
        UserError.ThrowIfAny([
            .. parameters.Where(p => !double.IsFinite(p.Value)).Select(p => $"rule.{p.Key} must be a finite number, but is {p.Value:R}."),
            .. parameters
                .Keys.Where(reserved.Contains)
                .Select(name => $"rule.{name}: \"{name}\" has a meaning of its own in equations; give the parameter another name."),
            .. parameters
                .Keys.Where(name =>
                    name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_') || name.Any(c => !char.IsLetterOrDigit(c) && c != '_')
                )
                .Select(name => $"rule.{name}: a parameter's name is made of letters, digits and _, and starts with a letter."),
        ]);
        if (equation.Length > 2000)
        {
            throw new UserError($"The equation has {equation.Length} characters; at most 2000 are read.");
        }

        var parser = new TextRuleParser(equation, parameters);
        parser.Head();
        var tree = parser.Sum(0);
        parser.Blank();
        if (parser._at < equation.Length)
        {
            throw parser.Wrong($"\"{equation[parser._at]}\" cannot stand here; an operator or the end was expected");
        }

        UserError.ThrowIfAny(
            parameters
                .Keys.Where(name => !parser._used.Contains(name))
                .Select(name => $"rule.{name} is not used in the equation \"{equation}\".")
        );
        return (
            tree,
            new(parser._traces[0], parser._traces[1], parser._traces[2], parser._traces[3]),
            [.. parser._used.Order(StringComparer.Ordinal)],
            parser._times
        );
    }

    private UserError Wrong(string what, int? at = null) => new($"Equation \"{_text}\", character {(at ?? _at) + 1}: {what}. {Allowed}");

    private void Blank()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private bool Eat(char c)
    {
        Blank();
        if (_at < _text.Length && _text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Need(char c, string after)
    {
        if (!Eat(c))
        {
            throw Wrong($"\"{c}\" was expected {after}");
        }
    }

    // "dw =", "dw/dt =" or nothing at all.
    private void Head()
    {
        if (_text.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0)
        {
            var left = string.Concat(_text[..equals].Where(c => !char.IsWhiteSpace(c)));
            if (left is not ("dw" or "dw/dt"))
            {
                throw Wrong($"an equation begins with \"dw =\" or \"dw/dt =\", not with \"{left} =\"", 0);
            }

            _at = equals + 1;
        }
    }

    private Syntax Sum(int depth)
    {
        if (depth > 64)
        {
            throw Wrong("the equation is nested more than 64 deep");
        }

        var left = Product(depth);
        while (true)
        {
            if (Eat('+'))
            {
                left = new OperationSyntax('+', left, Product(depth));
            }
            else if (Eat('-'))
            {
                left = new OperationSyntax('-', left, Product(depth));
            }
            else
            {
                return left;
            }
        }
    }

    private Syntax Product(int depth)
    {
        var left = Signed(depth);
        while (true)
        {
            if (Eat('*'))
            {
                left = new OperationSyntax('*', left, Signed(depth));
            }
            else if (Eat('/'))
            {
                left = new OperationSyntax('/', left, Signed(depth));
            }
            else
            {
                return left;
            }
        }
    }

    private Syntax Signed(int depth) =>
        Eat('-') ? new NegativeSyntax(depth > 64 ? throw Wrong("too many signs") : Signed(depth + 1)) : Power(depth);

    private Syntax Power(int depth)
    {
        var at = _at;
        var value = Atom(depth);
        if (!Eat('^'))
        {
            return value;
        }

        Blank();
        at = _at;
        var negative = Eat('-');
        var exponent =
            Atom(depth) is var tree && Constant(tree) is { } number
                ? number
                : throw Wrong("an exponent must be a number or a parameter", at);
        return new PowerSyntax(value, negative ? -exponent : exponent);
    }

    private double? Constant(Syntax syntax) =>
        syntax switch
        {
            NumberSyntax number => number.Value,
            ParameterSyntax parameter => _parameters[parameter.Name],
            _ => null,
        };

    private Syntax Atom(int depth)
    {
        Blank();
        if (_at >= _text.Length)
        {
            throw Wrong("the equation ends where a value was expected");
        }

        if (Eat('('))
        {
            var inner = Sum(depth + 1);
            Need(')', "to close the bracket");
            return inner;
        }

        var c = _text[_at];
        return char.IsAsciiDigit(c) || c == '.' ? Number()
            : char.IsLetter(c) || c == '_' ? Named(depth)
            : throw Wrong($"\"{c}\" cannot stand here; a value was expected");
    }

    private NumberSyntax Number()
    {
        var start = _at;
        while (
            _at < _text.Length
            && (
                char.IsAsciiDigit(_text[_at])
                || _text[_at] == '.'
                || (_text[_at] is 'e' or 'E' && _at > start)
                || (_text[_at] is '+' or '-' && _text[_at - 1] is 'e' or 'E')
            )
        )
        {
            _at++;
        }

        return Quantity.TryNumber(_text[start.._at], out var value, out _)
            ? new NumberSyntax(value)
            : throw Wrong($"\"{_text[start.._at]}\" is not a number", start);
    }

    // "20 ms", or a parameter that is a time.
    private double TimeConstant(string side, string trace)
    {
        var at = _at;
        if (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
        {
            var number = Number().Value;
            var (digits, unit) = (_text[at.._at], Word());
            return Quantity.TryParse($"{digits} {unit}", "s", out var seconds, out var problem)
                ? seconds
                : throw Wrong(
                    $"the time constant of {side}.{trace} {problem.TrimEnd('.')}; write {side}.{trace}({Quantity.Show(number, "s")})",
                    at
                );
        }

        var atom = Atom(0);
        if (atom is ParameterSyntax parameter)
        {
            _times.Add(parameter.Name);
        }

        return Constant(atom) ?? throw Wrong("a time constant must be a time such as \"20 ms\" or a parameter", at);
    }

    private string Word()
    {
        Blank();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private Syntax Named(int depth)
    {
        var start = _at;
        var word = Word();
        switch (word)
        {
            case "w":
                return new WeightSyntax();
            case "pre" or "post":
                if (!Eat('.'))
                {
                    throw Wrong($"\"{word}\" needs a signal, such as {word}.rate", start);
                }

                return Signal(word == "pre", start);
            case "exp" or "tanh" or "min" or "max":
                Need('(', $"after {word}");
                var first = Sum(depth + 1);
                if (word is "exp" or "tanh")
                {
                    Need(')', $"after the argument of {word}");
                    return new CallSyntax(word, [first]);
                }

                Need(',', $"between the two arguments of {word}");
                var second = Sum(depth + 1);
                Need(')', $"after the arguments of {word}");
                return new CallSyntax(word, [first, second]);
            default:
                if (_parameters.ContainsKey(word))
                {
                    _used.Add(word);
                    return new ParameterSyntax(word);
                }

                var near = Names.Nearest(word, [.. _parameters.Keys, "pre", "post", "tanh", "exp"]);
                throw Wrong(
                    $"a synapse cannot see \"{word}\", and it is no parameter of this rule"
                        + (near is null ? "" : $" (did you mean \"{near}\"?)"),
                    start
                );
        }
    }

    private SignalSyntax Signal(bool pre, int start)
    {
        var (side, name) = (pre ? "pre" : "post", Word());
        switch (name)
        {
            case "rate" or "spikes" or "change":
                return new(pre, char.ToUpperInvariant(name[0]) + name[1..]);
            case "voltage" when !pre:
                return new(pre, "Voltage");
            case "fast" or "slow":
                Need('(', $"after {side}.{name}: a trace names its time constant, as in {side}.{name}(20 ms)");
                Blank();
                var at = _at;
                var tau = TimeConstant(side, name);
                if (!(tau >= ShortestTau && tau <= LongestTau))
                {
                    var most = $"{Quantity.Show(ShortestTau, "s")} .. {Quantity.Show(LongestTau, "s")}";
                    throw Wrong($"a time constant must lie in {most}, but is {tau.ToString("R", CultureInfo.InvariantCulture)} s", at);
                }

                var kind = TraceKind.Rate;
                if (Eat(','))
                {
                    Blank();
                    at = _at;
                    kind = (Word(), Eat('^') ? Word() : "") switch
                    {
                        ("rate", "") => TraceKind.Rate,
                        ("rate", "2") => TraceKind.RateSquared,
                        ("spikes", "") => TraceKind.Spikes,
                        _ => throw Wrong("a trace follows rate, rate^2 or spikes", at),
                    };
                }

                Need(')', "after the time constant of a trace");
                var slot = (pre ? 0 : 2) + (name == "fast" ? 0 : 1);
                var trace = new Trace(kind, tau);
                if (_traces[slot].Kind != TraceKind.None && _traces[slot] != trace)
                {
                    throw Wrong(
                        $"{side}.{name} was given another time constant or kind before; each neuron has one fast and one slow trace in each role",
                        start
                    );
                }

                _traces[slot] = trace;
                return new(pre, name == "fast" ? "Fast" : "Slow");
            default:
                throw Wrong($"a neuron shows no \"{name}\" to its synapses", start);
        }
    }
}
