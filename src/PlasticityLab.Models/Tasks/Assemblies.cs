using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>Which neurons stand for which item.</summary>
public sealed class Assemblies
{
    private readonly int[][] _members;

    /// <summary>Assemblies with given members.</summary>
    public Assemblies(int units, IEnumerable<int[]> members)
    {
        Units = units;
        _members = [.. members.Select(list => list.Order().ToArray())];
        var owners = new int[units];
        foreach (var unit in _members.SelectMany(list => list))
        {
            owners[unit]++;
        }

        Exclusive = [.. _members.Select(list => list.Where(unit => owners[unit] == 1).ToArray())];
    }

    /// <summary>Draws assemblies of equal size: each an independent draw without replacement when they overlap, else a partition.</summary>
    /// <exception cref="UserError">More neurons are wanted than there are.</exception>
    public static Assemblies Draw(int units, int items, int size, bool overlapping, RandomStreams random)
    {
        if (size > units || (!overlapping && size * items > units))
        {
            throw new UserError(
                $"{items} items of {size} neurons {(overlapping ? $"each need at least {size}" : $"that share none need {(long)size * items}")} neurons, but there are {units}; use fewer items, smaller assemblies or more neurons."
            );
        }

        var stream = random.Open(StreamPurpose.Patterns);
        if (overlapping)
        {
            return new(units, Enumerable.Range(0, items).Select(_ => stream.Choose(units, size)).ToArray());
        }

        var order = stream.Permutation(units);
        return new(units, Enumerable.Range(0, items).Select(k => order[(k * size)..((k + 1) * size)]));
    }

    /// <summary>N, neurons of the network.</summary>
    public int Units { get; }

    /// <summary>P, number of items.</summary>
    public int Count => _members.Length;

    /// <summary>The neurons of an item, ascending.</summary>
    public ReadOnlySpan<int> this[int item] => _members[item];

    /// <summary>For each item the neurons that belong to no other.</summary>
    public IReadOnlyList<int[]> Exclusive { get; }

    /// <summary>m_k = Σ_i (ξ_i^k − f) r_i / (n_k (1 − f)), f = n_k/N: how clearly each item is active [1].</summary>
    /// <param name="rates">Activity of each neuron.</param>
    public float[] Overlaps(ReadOnlySpan<float> rates)
    {
        double total = 0;
        foreach (var rate in rates)
        {
            total += rate;
        }

        var overlaps = new float[Count];
        for (var k = 0; k < Count; k++)
        {
            var f = _members[k].Length / (double)Units;
            double sum = 0;
            foreach (var unit in _members[k])
            {
                sum += rates[unit];
            }

            overlaps[k] = (float)((sum - (f * total)) / (_members[k].Length * (1 - f)));
        }

        return overlaps;
    }
}
