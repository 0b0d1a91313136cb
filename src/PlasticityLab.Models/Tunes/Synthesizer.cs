using System.Buffers.Binary;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Turns a tune into sound: one additive voice, written as a 16-bit mono WAV file.</summary>
public static class Synthesizer
{
    /// <summary>Samples a second [Hz].</summary>
    public const int SampleRate = 44_100;

    private const double Attack = 0.008,
        Decay = 0.9,
        Release = 0.06,
        Loudness = 0.55; // [s], [s], [s], [1]

    // A plucked, flute-like voice: amplitudes of the first five harmonics; higher ones die faster.
    private static readonly double[] Harmonics = [1, 0.45, 0.28, 0.12, 0.06];

    /// <summary>The bytes of a WAV file. Tunes longer than 30 minutes are refused.</summary>
    /// <exception cref="UserError">The sound would be longer than 30 minutes.</exception>
    public static byte[] ToWav(Tune tune)
    {
        ArgumentNullException.ThrowIfNull(tune);
        if (!(tune.Seconds <= 1800))
        {
            throw new UserError(
                $"{tune.Name} would sound for {tune.Seconds / 60:F1} minutes; at most 30 are written. Choose a faster tempo."
            );
        }

        var samples = Render(tune);
        var bytes = new byte[44 + (2 * samples.Length)];
        var header = bytes.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1); // mono
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], SampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], 2 * samples.Length);
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header[(44 + (2 * i))..], (short)Math.Round(32767 * Math.Clamp(samples[i], -1, 1)));
        }

        return bytes;
    }

    /// <summary>The sound's samples in [-1, 1].</summary>
    internal static float[] Render(Tune tune)
    {
        var samples = new float[(int)Math.Ceiling((tune.Seconds + Release) * SampleRate) + 1];
        var start = 0.0;
        foreach (var note in tune.Notes)
        {
            var length = note.Duration * 60 / tune.Tempo;
            var first = (int)Math.Round(start * SampleRate);
            var count = Math.Min(samples.Length - first, (int)((length + Release) * SampleRate));
            for (var h = 0; h < Harmonics.Length && (h + 1) * note.Frequency < SampleRate / 2.0; h++)
            {
                AddPartial(
                    samples.AsSpan(first, count),
                    (h + 1) * note.Frequency,
                    Loudness * Harmonics[h] / Harmonics.Sum(),
                    Decay / (1 + (0.6 * h)),
                    length
                );
            }

            start += note.Step * 60 / tune.Tempo;
        }

        return samples;
    }

    private static void AddPartial(Span<float> samples, double frequency, double amplitude, double decay, double length)
    {
        // a rotating phasor: one complex product a sample instead of a sine
        var (sinStep, cosStep) = Math.SinCos(2 * Math.PI * frequency / SampleRate);
        var fade = Math.Exp(-1 / (decay * SampleRate));
        var (sin, cos, level) = (0.0, 1.0, amplitude);
        for (var i = 0; i < samples.Length; i++)
        {
            var t = (double)i / SampleRate;
            var envelope = Math.Min(1, t / Attack) * (t > length ? Math.Max(0, 1 - ((t - length) / Release)) : 1);
            samples[i] += (float)(level * envelope * sin);
            level *= fade;
            (sin, cos) = ((sin * cosStep) + (cos * sinStep), (cos * cosStep) - (sin * sinStep));
        }
    }
}
