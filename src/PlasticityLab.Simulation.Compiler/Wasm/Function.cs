namespace PlasticityLab.Simulation.Compiler.Wasm;

/// <summary>A function of a kernel: statements one after another. Parameters and local variables are nodes.</summary>
internal sealed class Function
{
    private readonly List<byte> _code = [];
    private readonly List<Kind> _locals = [];

    /// <summary>A function.</summary>
    /// <param name="name">Name under which the module exports it.</param>
    /// <param name="parameters">What it is called with.</param>
    /// <param name="result">What it answers; null: nothing.</param>
    public Function(string name, Kind[] parameters, Kind? result = null)
    {
        (Name, Parameters, Result) = (name, parameters, result);
        Arguments = [.. parameters.Select((kind, k) => new Node(kind, Op.Get, Bytes.Unsigned((uint)k)))];
    }

    public string Name { get; }

    public Kind[] Parameters { get; }

    public Kind? Result { get; }

    /// <summary>The parameters.</summary>
    public Node[] Arguments { get; }

    /// <summary>A variable that holds a value from here on.</summary>
    public Node Let(Node value)
    {
        var variable = New(value.Kind);
        Set(variable, value);
        return variable;
    }

    /// <summary>A variable, 0 at first.</summary>
    public Node New(Kind kind)
    {
        _locals.Add(kind);
        return new(kind, Op.Get, Bytes.Unsigned((uint)(Parameters.Length + _locals.Count - 1)));
    }

    public void Set(Node variable, Node value)
    {
        Write(value);
        Emit(Op.Set, variable.Immediate);
    }

    /// <summary>Stores a value at an address.</summary>
    /// <param name="offset">Place behind the address [byte].</param>
    /// <param name="address">The address [byte].</param>
    /// <param name="value">The value.</param>
    public void Store(int offset, Node address, Node value)
    {
        Write(address);
        Write(value);
        Emit(
            value.Kind switch
            {
                Kind.I32 => Op.StoreI32,
                Kind.I64 => Op.StoreI64,
                Kind.F64 => Op.StoreF64,
                _ => Op.StoreVector,
            },
            Place(offset)
        );
    }

    /// <summary>The value at an address.</summary>
    public static Node Load(Kind kind, int offset, Node address) =>
        new(
            kind,
            kind switch
            {
                Kind.I32 => Op.LoadI32,
                Kind.I64 => Op.LoadI64,
                Kind.F64 => Op.LoadF64,
                _ => Op.LoadVector,
            },
            Place(offset),
            address
        );

    /// <summary>The number at an address, in both places.</summary>
    public static Node LoadBoth(int offset, Node address) => new(Kind.F64x2, Op.LoadSplat, Place(offset), address);

    /// <summary>The whole number of 16 bits at an address.</summary>
    public static Node LoadShort(int offset, Node address) => new(Kind.I32, Op.LoadI16, Place(offset), address);

    /// <summary>Repeats while a variable is below its end, which is looked at before each turn.</summary>
    public void For(Node variable, Node end, int step, Action body)
    {
        Emit(Op.Block, [0x40]);
        Emit(Op.Loop, [0x40]);
        Write((variable < end).Not());
        Emit(Op.BranchIf, [1]);
        body();
        Set(variable, variable + step);
        Emit(Op.Branch, [0]);
        Emit(Op.End);
        Emit(Op.End);
    }

    /// <summary>Counts a new variable from 0 in steps up to an end.</summary>
    public void For(Node end, int step, Action<Node> body)
    {
        var variable = Let(0);
        For(variable, end, step, () => body(variable));
    }

    public void If(Node condition, Action then, Action? otherwise = null)
    {
        Write(condition);
        Emit(Op.If, [0x40]);
        then();
        if (otherwise is not null)
        {
            Emit(Op.Else);
            otherwise();
        }

        Emit(Op.End);
    }

    /// <summary>Calls a function that answers nothing.</summary>
    public void Call(int function, params Node[] arguments)
    {
        foreach (var argument in arguments)
        {
            Write(argument);
        }

        Emit(Op.Call, Bytes.Unsigned((uint)function));
    }

    /// <summary>Ends the function with its answer.</summary>
    public void Return(Node value) => Write(value);

    /// <summary>Locals and code, as the code section holds them.</summary>
    public byte[] Body() => Bytes.Sized([.. Bytes.List([.. _locals.Select(kind => new byte[] { 1, TypeOf(kind) })]), .. _code, Op.End]);

    public static byte TypeOf(Kind kind) =>
        kind switch
        {
            Kind.I32 => 0x7F,
            Kind.I64 => 0x7E,
            Kind.F64 => 0x7C,
            _ => 0x7B,
        };

    private static byte[] Place(int offset) => [0, .. Bytes.Unsigned((uint)offset)];

    // Writes an expression; what it uses at several places is computed at the first and kept.
    private void Write(Node root)
    {
        var uses = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        Count(root, uses);
        Write(root, uses, new(ReferenceEqualityComparer.Instance));
    }

    private static void Count(Node node, Dictionary<Node, int> uses)
    {
        uses[node] = uses.GetValueOrDefault(node) + 1;
        if (uses[node] == 1)
        {
            foreach (var input in node.Inputs)
            {
                Count(input, uses);
            }
        }
    }

    private void Write(Node node, Dictionary<Node, int> uses, Dictionary<Node, Node> kept)
    {
        if (kept.TryGetValue(node, out var variable))
        {
            Emit(Op.Get, variable.Immediate);
            return;
        }

        foreach (var input in node.Inputs)
        {
            Write(input, uses, kept);
        }

        if (node.Op == Op.None)
        {
            return;
        }

        Emit(node.Op, node.Immediate);
        if (uses[node] > 1 && !node.IsLeaf)
        {
            kept[node] = New(node.Kind);
            Emit(Op.Tee, kept[node].Immediate);
        }
    }

    private void Emit(int op, params byte[] immediate)
    {
        if (op >= Op.Vector)
        {
            _code.Add(0xFD);
            _code.AddRange(Bytes.Unsigned((uint)(op - Op.Vector)));
        }
        else
        {
            _code.Add((byte)op);
        }

        _code.AddRange(immediate);
    }
}
