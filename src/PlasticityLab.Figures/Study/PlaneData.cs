namespace PlasticityLab.Figures.Study;

/// <summary>What a phase plane shows.</summary>
/// <param name="NullX">Branches where the first variable does not change.</param>
/// <param name="NullY">Branches where the second does not.</param>
/// <param name="Flow">Samples of the field: place and direction.</param>
/// <param name="Points">Fixed points with their type.</param>
/// <param name="Trajectories">Courses.</param>
/// <param name="Note">What the rest of the network does.</param>
/// <param name="Score">Agreement with the network, for the panel's title; empty when not known.</param>
internal sealed record PlaneData(
    IReadOnlyList<(double X, double Y)[]> NullX,
    IReadOnlyList<(double X, double Y)[]> NullY,
    IReadOnlyList<(double X, double Y, double U, double V)> Flow,
    IReadOnlyList<(double X, double Y, string Type)> Points,
    IReadOnlyList<(double X, double Y)[]> Trajectories,
    string Note,
    string Score = ""
);
