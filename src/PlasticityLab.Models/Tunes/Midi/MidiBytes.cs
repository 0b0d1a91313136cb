using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes.Midi;

/// <summary>A place in the bytes of a file; reading beyond the end is a user's error.</summary>
internal ref struct MidiBytes(ReadOnlySpan<byte> bytes, string name)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public string Name { get; } = name;

    public int Position { get; set; }

    public readonly int Left => _bytes.Length - Position;

    public readonly int Length => _bytes.Length;

    /// <summary>Whether these letters stand at the present place.</summary>
    public readonly bool IsAt(ReadOnlySpan<byte> letters) => _bytes[Position..].StartsWith(letters);

    /// <summary>Where these letters stand next, from a place on; −1 when they do not.</summary>
    public readonly int Find(ReadOnlySpan<byte> letters, int from) =>
        from < _bytes.Length && _bytes[from..].IndexOf(letters) is >= 0 and var at ? from + at : -1;

    /// <summary>The same bytes between two places.</summary>
    public readonly MidiBytes Part(int from, int to) => new(_bytes[from..to], Name);

    public byte Byte()
    {
        if (Position >= _bytes.Length)
        {
            throw new UserError($"{Name} is cut short: it ends at byte {_bytes.Length} in the middle of an event.");
        }

        return _bytes[Position++];
    }

    public int UInt16() => (Byte() << 8) | Byte();

    public uint UInt32() => ((uint)UInt16() << 16) | (uint)UInt16();

    /// <summary>A number in pieces of seven bits, at most four bytes.</summary>
    public int VariableLength()
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var next = Byte();
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new UserError($"{Name}: the number at byte {Position - 4} has more than four bytes; the file is damaged.");
    }

    /// <summary>Passes over the content of an event.</summary>
    public void Skip(int length)
    {
        if (length > Left)
        {
            throw new UserError($"{Name} is cut short: the event at byte {Position} should have {length} bytes, but {Left} are left.");
        }

        Position += length;
    }

    /// <summary>Four letters of a chunk's kind, with a question mark for what cannot be printed.</summary>
    public string Kind()
    {
        Span<char> kind = stackalloc char[4];
        foreach (ref var letter in kind)
        {
            letter = (char)Byte();
            letter = letter is >= ' ' and <= '~' ? letter : '?';
        }

        return new string(kind);
    }
}
