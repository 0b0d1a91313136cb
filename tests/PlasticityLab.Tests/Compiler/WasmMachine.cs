using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Simulation.Compiler;

namespace PlasticityLab.Tests.Compiler;

/// <summary>Runs the modules that the compiler writes, without a browser: each function is translated, instruction by instruction, to a
/// method of .NET. It knows the instructions that kernels use and refuses every other.</summary>
internal sealed unsafe class WasmMachine : IDisposable
{
    private readonly byte* _memory;
    private readonly Dictionary<string, MethodInfo> _functions;

    public WasmMachine(Kernel kernel)
    {
        Kernel = kernel;
        var size = (nuint)kernel.Pages * 65536;
        _memory = (byte*)NativeMemory.AlignedAlloc(size, 64);
        NativeMemory.Clear(_memory, size);
        kernel.Image.CopyTo(new Span<byte>(_memory, kernel.Image.Length));
        _functions = WasmTranslator.Translate(kernel.Module, kernel.Pages);
    }

    public Kernel Kernel { get; }

    public int Call(string function, params object[] arguments) =>
        _functions[function].Invoke(null, [Pointer.Box(_memory, typeof(byte*)), .. arguments]) is int answer ? answer : 0;

    public ref T At<T>(string place, int index = 0)
        where T : unmanaged => ref ((T*)(_memory + Kernel.Map[place]))[index];

    public double[] Numbers(string place, int count, int from = 0) =>
        new Span<double>(_memory + Kernel.Map[place], from + count)[from..].ToArray();

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}

/// <summary>Reads a module and writes its functions as methods; the first argument of each is the memory.</summary>
internal static class WasmTranslator
{
    public static Dictionary<string, MethodInfo> Translate(byte[] module, int pages)
    {
        var reader = new Reader(module);
        Assert.Equal("\0asm\x01\0\0\0"u8.ToArray(), reader.Take(8));
        var (types, functions, exports, bodies) = (new List<(Type[], Type)>(), new List<int>(), new List<string>(), new List<byte[]>());
        for (var last = 0; !reader.IsOver; )
        {
            var (id, content) = (reader.Byte(), new Reader(reader.Take(reader.Unsigned())));
            Assert.True(id > last, "sections stand in order");
            last = id;
            var count = content.Unsigned();
            for (var k = 0; k < count; k++)
            {
                switch (id)
                {
                    case 1:
                        Assert.Equal(0x60, content.Byte());
                        var parameters = content.Types();
                        types.Add((parameters, content.Types().SingleOrDefault(typeof(void))));
                        break;
                    case 2:
                        Assert.Equal(("env", "memory"), (content.Text(), content.Text()));
                        Assert.Equal((2, 1, pages, pages), (content.Byte(), content.Byte(), content.Unsigned(), content.Unsigned()));
                        break;
                    case 3:
                        functions.Add(content.Unsigned());
                        break;
                    case 7:
                        exports.Add(content.Text());
                        Assert.Equal((0, k), (content.Byte(), content.Unsigned()));
                        break;
                    default:
                        Assert.Equal(10, id);
                        bodies.Add(content.Take(content.Unsigned()));
                        break;
                }
            }

            Assert.True(content.IsOver);
        }

        var holder = AssemblyBuilder
            .DefineDynamicAssembly(new("Kernel"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("Kernel")
            .DefineType("Kernel");
        MethodBuilder[] methods =
        [
            .. functions.Select(
                (type, k) =>
                {
                    var method = holder.DefineMethod(
                        exports[k],
                        MethodAttributes.Public | MethodAttributes.Static,
                        types[type].Item2,
                        [typeof(byte*), .. types[type].Item1]
                    );
                    method.SetImplementationFlags(MethodImplAttributes.AggressiveOptimization);
                    return method;
                }
            ),
        ];
        for (var k = 0; k < methods.Length; k++)
        {
            Body(
                methods[k].GetILGenerator(),
                new(bodies[k]),
                types[functions[k]].Item1,
                [.. methods.Zip(functions, (method, type) => (method, types[type].Item1))]
            );
        }

        var type = holder.CreateType();
        return exports.ToDictionary(name => name, name => type.GetMethod(name)!);
    }

    private static void Body(ILGenerator il, Reader code, Type[] parameters, (MethodBuilder, Type[])[] methods)
    {
        var locals = new List<LocalBuilder>();
        for (var groups = code.Unsigned(); groups > 0; groups--)
        {
            var (count, type) = (code.Unsigned(), Reader.TypeOf(code.Byte()));
            locals.AddRange(Enumerable.Range(0, count).Select(_ => il.DeclareLocal(type)));
        }

        var blocks = new Stack<(Label Branch, Label End, bool IsIf)>();
        while (true)
        {
            var op = code.Byte();
            switch (op)
            {
                case 0x02 or 0x03 or 0x04:
                    Assert.Equal(0x40, code.Byte());
                    var (start, end) = (il.DefineLabel(), il.DefineLabel());
                    if (op == 0x04)
                    {
                        il.Emit(OpCodes.Brfalse, start);
                    }
                    else if (op == 0x03)
                    {
                        il.MarkLabel(start);
                    }

                    blocks.Push((op == 0x02 ? end : start, end, op == 0x04));
                    break;
                case 0x05:
                    var open = blocks.Pop();
                    il.Emit(OpCodes.Br, open.End);
                    il.MarkLabel(open.Branch);
                    blocks.Push((open.End, open.End, false));
                    break;
                case 0x0B when blocks.Count == 0:
                    il.Emit(OpCodes.Ret);
                    Assert.True(code.IsOver);
                    return;
                case 0x0B:
                    var closed = blocks.Pop();
                    il.MarkLabel(closed.End);
                    if (closed.IsIf)
                    {
                        il.MarkLabel(closed.Branch);
                    }

                    break;
                case 0x0C or 0x0D:
                    il.Emit(op == 0x0C ? OpCodes.Br : OpCodes.Brtrue, blocks.ElementAt(code.Unsigned()).Branch);
                    break;
                case 0x10:
                    var (method, taken) = methods[code.Unsigned()];
                    CallOther(il, method, taken);
                    break;
                case 0x20 or 0x21 or 0x22:
                    var index = code.Unsigned();
                    if (op == 0x22)
                    {
                        il.Emit(OpCodes.Dup);
                    }

                    if (index < parameters.Length)
                    {
                        il.Emit(op == 0x20 ? OpCodes.Ldarg : OpCodes.Starg, (short)(index + 1));
                    }
                    else
                    {
                        il.Emit(op == 0x20 ? OpCodes.Ldloc : OpCodes.Stloc, locals[index - parameters.Length]);
                    }

                    break;
                case 0x41:
                    il.Emit(OpCodes.Ldc_I4, (int)code.Signed());
                    break;
                case 0x42:
                    il.Emit(OpCodes.Ldc_I8, code.Signed());
                    break;
                case 0x44:
                    il.Emit(OpCodes.Ldc_R8, BitConverter.ToDouble(code.Take(8)));
                    break;
                default:
                    var name = op == 0xFD ? $"V{code.Unsigned():X}" : $"S{op:X}";
                    var (first, second) =
                        name is "VC" or "VD" ? (BitConverter.ToInt64(code.Take(8)), BitConverter.ToInt64(code.Take(8)))
                        : name == "V21" ? (code.Byte(), 0)
                        : WasmOps.IsAccess(name) ? Access(code)
                        : (0L, 0L);
                    if (WasmOps.IsAccess(name))
                    {
                        il.Emit(OpCodes.Ldarg_0);
                    }

                    if (name is "VC" or "VD")
                    {
                        il.Emit(OpCodes.Ldc_I8, second);
                    }

                    if (name is "VC" or "VD" or "V21" || WasmOps.IsAccess(name))
                    {
                        il.Emit(OpCodes.Ldc_I8, first);
                    }

                    il.Emit(
                        OpCodes.Call,
                        typeof(WasmOps).GetMethod(name) ?? throw new NotSupportedException($"No kernel uses instruction {name}.")
                    );
                    break;
            }
        }
    }

    // Arguments stand on the stack and the memory must come before them: they go through locals.
    private static void CallOther(ILGenerator il, MethodBuilder method, Type[] taken)
    {
        var arguments = taken.Select(il.DeclareLocal).ToArray();
        foreach (var argument in Enumerable.Reverse(arguments))
        {
            il.Emit(OpCodes.Stloc, argument);
        }

        il.Emit(OpCodes.Ldarg_0);
        foreach (var argument in arguments)
        {
            il.Emit(OpCodes.Ldloc, argument);
        }

        il.Emit(OpCodes.Call, method);
    }

    private static (long, long) Access(Reader code)
    {
        code.Unsigned(); // alignment is a hint
        return (code.Unsigned(), 0);
    }

    private sealed class Reader(byte[] bytes)
    {
        private int _at;

        public bool IsOver => _at == bytes.Length;

        public byte Byte() => bytes[_at++];

        public byte[] Take(int count)
        {
            _at += count;
            return bytes[(_at - count).._at];
        }

        public int Unsigned()
        {
            var (value, shift) = (0u, 0);
            while (true)
            {
                var b = Byte();
                value |= (uint)(b & 0x7F) << shift;
                shift += 7;
                if (b < 0x80)
                {
                    return (int)value;
                }
            }
        }

        public long Signed()
        {
            var (value, shift) = (0L, 0);
            while (true)
            {
                var b = Byte();
                value |= (long)(b & 0x7F) << shift;
                shift += 7;
                if (b < 0x80)
                {
                    return shift < 64 && (b & 0x40) != 0 ? value | (-1L << shift) : value;
                }
            }
        }

        public string Text() => System.Text.Encoding.UTF8.GetString(Take(Unsigned()));

        public Type[] Types() => [.. Enumerable.Range(0, Unsigned()).Select(_ => TypeOf(Byte()))];

        public static Type TypeOf(byte code) =>
            code switch
            {
                0x7F => typeof(int),
                0x7E => typeof(long),
                0x7C => typeof(double),
                0x7B => typeof(Vector128<double>),
                _ => throw new NotSupportedException($"No kernel uses type {code:X}."),
            };
    }
}
