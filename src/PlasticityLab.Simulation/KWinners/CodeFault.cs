namespace PlasticityLab.Simulation.KWinners;

/// <summary>Where a replay first leaves its tune.</summary>
/// <param name="Position">Number of the note, from 0.</param>
/// <param name="Shared">Winners that belong to the right code.</param>
/// <param name="IsWrongNote">Whether the note named there is wrong; else the code has changed and a note may go wrong later.</param>
/// <param name="IsFullyDriven">Whether every neuron of the right code got its whole drive; else links were erased by later
/// learning.</param>
/// <param name="Rivals">Neurons outside the right code that are driven at least as strongly as its weakest.</param>
public sealed record CodeFault(int Position, int Shared, bool IsWrongNote, bool IsFullyDriven, int Rivals);
