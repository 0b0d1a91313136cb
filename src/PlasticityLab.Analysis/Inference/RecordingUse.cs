namespace PlasticityLab.Analysis.Inference;

/// <summary>What was used of a recording.</summary>
/// <param name="Synapses">Synapses that were used.</param>
/// <param name="Readings">Readings that were used.</param>
/// <param name="AtBound">Synapses left out because a reading is at a bound.</param>
/// <param name="Absent">Synapses left out because their weight is 0 at all readings.</param>
/// <param name="NotDrawn">Synapses left out because there are more than needed.</param>
/// <param name="BoundsSeen">The bounds were not said but seen: several weights moved to one and the same extreme value.</param>
public sealed record RecordingUse(int Synapses, int Readings, int AtBound, int Absent, int NotDrawn, bool BoundsSeen);
