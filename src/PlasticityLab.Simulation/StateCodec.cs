using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation;

/// <summary>Writes the state of a simulation to bytes, or reads it back: one description of what the state is serves both, so that they
/// cannot disagree. Numbers keep their bits.</summary>
public sealed class StateCodec
{
    private readonly MemoryStream _bytes;

    private StateCodec(MemoryStream bytes, bool reads) => (_bytes, Reads) = (bytes, reads);

    /// <summary>Whether the state is being read.</summary>
    public bool Reads { get; }

    /// <summary>The bytes of a state.</summary>
    /// <param name="state">Goes through the state.</param>
    public static byte[] Write(Action<StateCodec> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var stream = new MemoryStream();
        state(new(stream, false));
        return [.. BitConverter.GetBytes(stream.Length), .. stream.ToArray()];
    }

    /// <summary>Puts a state back.</summary>
    /// <param name="bytes">What <see cref="Write"/> gave.</param>
    /// <param name="state">Goes through the state in the same order.</param>
    /// <exception cref="UserError">The bytes are cut short, or are of another network.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, Action<StateCodec> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (bytes.Length < sizeof(long) || BitConverter.ToInt64(bytes) != bytes.Length - sizeof(long))
        {
            throw new UserError($"The snapshot is cut short or is none: it has {bytes.Length} bytes. Take another one.");
        }

        try
        {
            state(new(new MemoryStream(bytes[sizeof(long)..].ToArray()), true));
        }
        catch (EndOfStreamException)
        {
            throw new UserError(
                "The snapshot is of another network, whose state is smaller. Restore it into a network with the same settings."
            );
        }
    }

    /// <summary>One value.</summary>
    public void Value<T>(ref T value)
        where T : unmanaged => Values(MemoryMarshal.CreateSpan(ref value, 1));

    /// <summary>Values whose number is known from the network.</summary>
    public void Values<T>(Span<T> values)
        where T : unmanaged
    {
        var raw = MemoryMarshal.AsBytes(values);
        if (Reads)
        {
            _bytes.ReadExactly(raw);
        }
        else
        {
            _bytes.Write(raw);
        }
    }

    /// <summary>Values of any number.</summary>
    public void List<T>(ref T[] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var length = values.Length;
        Value(ref length);
        if (Reads && length != values.Length)
        {
            values = new T[length];
        }

        Values(values.AsSpan());
    }

    /// <summary>Where a stream of random numbers is.</summary>
    public void Stream(RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (block, next, spare) = stream.State;
        Value(ref block);
        Value(ref next);
        Value(ref spare);
        if (Reads)
        {
            stream.State = (block, next, spare);
        }
    }

    /// <summary>A text.</summary>
    public void Text(ref string text)
    {
        var raw = Encoding.UTF8.GetBytes(text);
        List(ref raw);
        text = Reads ? Encoding.UTF8.GetString(raw) : text;
    }

    /// <summary>Something that must be the same in the network that the state is put back into.</summary>
    /// <exception cref="UserError">It is another.</exception>
    public void Same(long value, [CallerArgumentExpression(nameof(value))] string what = "")
    {
        var found = value;
        Value(ref found);
        if (found != value)
        {
            throw new UserError(
                $"The snapshot is of another network: {what} is {found} there and {value} here. Restore it into a network with the same settings."
            );
        }
    }

    /// <summary>A description that must be the same in the network that the state is put back into; first of all, so that nothing is changed
    /// when it is not.</summary>
    /// <exception cref="UserError">It is another.</exception>
    public void Same(string value)
    {
        var found = value;
        Text(ref found);
        if (found != value)
        {
            throw new UserError(
                $"The snapshot is of another network: {found} there and {value} here. Restore it into a network with the same settings."
            );
        }
    }
}
