namespace PlasticityLab.Simulation.Compiler.Wasm;

/// <summary>What a value of a kernel is. The two vectors are one type of WebAssembly (v128), but other instructions work on them.</summary>
internal enum Kind
{
    /// <summary>A whole number or an address, 32 bits.</summary>
    I32,

    /// <summary>A whole number, 64 bits.</summary>
    I64,

    /// <summary>A number in double precision.</summary>
    F64,

    /// <summary>Two numbers in double precision side by side.</summary>
    F64x2,

    /// <summary>Two whole numbers of 64 bits side by side.</summary>
    I64x2,
}
