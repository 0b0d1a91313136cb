namespace PlasticityLab.Experiments.Store;

/// <summary>One immutable piece of a finished job: what came out, and what it was computed with.</summary>
/// <param name="Id">Name of the job: the hash of what decides it. Letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="Name">Which part of the job's outcome this is, such as <c>numbers.json</c>; a job may have several.</param>
/// <param name="Bytes">The outcome.</param>
/// <param name="Arithmetic">What its last digits depend on: width of vectors, linear algebra, precision. Equal arithmetic must give equal
/// bytes; other arithmetic may differ in the last digits.</param>
/// <param name="Build">Version and commit of the program that computed it; no part of the job's identity.</param>
/// <param name="Seconds">How long the job took [s], of a short one the processor time of its thread; no part of its identity.</param>
public sealed record Part(
    string Id,
    string Name,
    ReadOnlyMemory<byte> Bytes,
    string Arithmetic = "",
    string Build = "",
    double Seconds = 0
);
