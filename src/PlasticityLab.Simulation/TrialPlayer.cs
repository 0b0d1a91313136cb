using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation;

/// <summary>Where a network is in a trial: which segment, and which step of it.</summary>
/// <param name="timeStep">dt [s].</param>
internal sealed class TrialPlayer(double timeStep)
{
    private static readonly Trial None = new("", []);
    private int[] _lengths = [];
    private int _segment,
        _at,
        _before; // steps of the segments before the present one

    /// <summary>The trial that plays.</summary>
    public Trial Trial { get; private set; } = None;

    /// <summary>Number of the present segment, from 0; that of all segments when the trial is over.</summary>
    public int Index => _segment;

    /// <summary>The present segment.</summary>
    public Segment Segment => Trial.Segments[_segment];

    /// <summary>Length of the present segment in steps.</summary>
    public int Length => _lengths[_segment];

    /// <summary>Steps of the present segment that are done.</summary>
    public int At => _at;

    /// <summary>Steps of the trial that are done.</summary>
    public int Done => _before + _at;

    /// <summary>Whether all segments are done.</summary>
    public bool IsOver => _segment >= _lengths.Length;

    /// <summary>Begins a trial.</summary>
    public void Begin(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        (Trial, _lengths) = (trial, [.. trial.Segments.Select(segment => segment.Steps(timeStep))]);
        (_segment, _at, _before) = (0, 0, 0);
        Skip();
    }

    /// <summary>Some steps of the present segment are done.</summary>
    public void Advance(int steps)
    {
        _at += steps;
        Skip();
    }

    /// <summary>The trial and the place in it.</summary>
    public void State(StateCodec codec)
    {
        var name = Trial.Name;
        codec.Text(ref name);
        var count = Trial.Segments.Length;
        codec.Value(ref count);
        var segments = ImmutableArray.CreateBuilder<Segment>(count);
        for (var k = 0; k < count; k++)
        {
            var segment = codec.Reads ? new Segment(0, [], 0) : Trial.Segments[k];
            var (duration, drive, items) = (segment.Duration, segment.Drive, segment.Items.ToArray());
            codec.Value(ref duration);
            codec.Value(ref drive);
            codec.List(ref items);
            segments.Add(new(duration, [.. items], drive, Frames(codec, segment.Frames)));
        }

        if (codec.Reads)
        {
            Begin(new(name, segments.ToImmutable()));
        }

        codec.Value(ref _segment);
        codec.Value(ref _at);
        _before = _lengths.Take(_segment).Sum();
    }

    private static Matrix? Frames(StateCodec codec, Matrix? frames)
    {
        var (rows, columns, values) = (frames?.Rows ?? 0, frames?.Columns ?? 0, frames?.Values.ToArray() ?? []);
        codec.Value(ref rows);
        codec.Value(ref columns);
        codec.List(ref values);
        return rows == 0 ? null : new(rows, columns, values);
    }

    private void Skip()
    {
        while (!IsOver && _at >= _lengths[_segment])
        {
            _before += _lengths[_segment];
            (_segment, _at) = (_segment + 1, 0);
        }
    }
}
