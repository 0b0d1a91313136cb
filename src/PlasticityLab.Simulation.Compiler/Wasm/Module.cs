namespace PlasticityLab.Simulation.Compiler.Wasm;

/// <summary>Functions over one memory that comes from outside; the module asks for nothing else, so all it can do is arithmetic on that
/// memory. Binary format of the WebAssembly Core Specification 2.0, section 5.5.</summary>
internal sealed class Module
{
    private readonly List<Function> _functions = [];

    /// <summary>Adds a function.</summary>
    /// <returns>The number by which others call it.</returns>
    public int Add(Function function)
    {
        _functions.Add(function);
        return _functions.Count - 1;
    }

    /// <summary>The module.</summary>
    /// <param name="pages">Pages of 64 KiB that the memory has; it never grows.</param>
    public byte[] ToBytes(int pages) =>
        [
            .. "\0asm\x01\0\0\0"u8,
            .. Section(1, _functions.Select(function => (byte[])[0x60, .. Types(function.Parameters), .. Types(Answers(function))])),
            .. Section(
                2,
                [
                    [.. Name("env"), .. Name("memory"), 2, 1, .. Bytes.Unsigned((uint)pages), .. Bytes.Unsigned((uint)pages)],
                ]
            ),
            .. Section(3, _functions.Select((_, k) => Bytes.Unsigned((uint)k))),
            .. Section(7, _functions.Select((function, k) => (byte[])[.. Name(function.Name), 0, .. Bytes.Unsigned((uint)k)])),
            .. Section(10, _functions.Select(function => function.Body())),
        ];

    private static Kind[] Answers(Function function) => function.Result is { } kind ? [kind] : [];

    private static byte[] Types(Kind[] kinds) => [.. Bytes.Unsigned((uint)kinds.Length), .. kinds.Select(Function.TypeOf)];

    private static byte[] Name(string text) => Bytes.Sized(System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Section(byte id, IEnumerable<byte[]> items) => [id, .. Bytes.Sized(Bytes.List([.. items]))];
}
