namespace PlasticityLab.Models.Tasks;

/// <summary>A question to a trained network: with frozen weights, from rest, a trial is played and the network is observed.</summary>
/// <param name="Group">What it is asked for; measures name the groups that they read: <c>cue</c>, <c>inner</c>.</param>
/// <param name="Trial">What is played; it ends with the stretch in which the network runs free.</param>
/// <param name="From">When observation begins [s].</param>
/// <param name="Noise">Which noise: the same number is the same noise, at every operating point and for every rule.</param>
public sealed record Probe(string Group, Trial Trial, double From, int Noise);
