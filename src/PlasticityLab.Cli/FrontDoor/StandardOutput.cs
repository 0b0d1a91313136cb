using System.Text;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>Standard output that says what is wrong when nobody takes it: closed, or a full disk behind it.</summary>
internal sealed class StandardOutput(Stream inner) : Stream
{
    /// <summary>Standard output cannot be written.</summary>
    internal sealed class Closed(Exception cause) : IOException($"The output cannot be written: {cause.Message}", cause);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Puts it in place, as UTF-8.</summary>
    public static void Use()
    {
        Terminal.SpeakUtf8();
        // Opened before anything else, so that what went wrong can still be told when no file can be opened any more.
        _ = Console.Error;
        Console.SetOut(
            TextWriter.Synchronized(
                new StreamWriter(new StandardOutput(Console.OpenStandardOutput()), new UTF8Encoding(false)) { AutoFlush = true }
            )
        );
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new Closed(error);
        }
    }
}
