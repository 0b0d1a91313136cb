using System.Reflection;
using Microsoft.Win32.SafeHandles;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>Keeps what the last sentence needs when the system lets the program open no more files: without it, printing fails as all else
/// did, because printing too loads parts of the runtime from files.</summary>
internal sealed class LastWords : IDisposable
{
    /// <summary>What is said then.</summary>
    public const string Sentence =
        "The system lets this program open no more files, or start no more threads. Allow it more (ulimit -n 1024, ulimit -u 1024); "
        + "finished runs are kept, and the same command goes on from here.";

    private const int Reserve = 6;

    private readonly SafeFileHandle[] _held =
    [
        .. Enumerable.Range(0, Reserve).Select(_ => File.OpenHandle(typeof(LastWords).Assembly.Location)),
    ];

    /// <summary>Takes the reserve, and loads what printing needs by printing nothing.</summary>
    public LastWords()
    {
        using var errors = Console.OpenStandardError();
        errors.Write([]);
    }

    /// <summary>Whether something failed because no file can be opened or no thread started; gives the reserve back, so that it can be told.</summary>
    // Nothing is tried here: a second failure would need files for its own exception.
    public bool NoFilesLeft(Exception error)
    {
        Dispose();
        return error switch
        {
            FileNotFoundException { FileName: { } file } => IsAssembly(file),
            FileLoadException { FileName: { } file } => IsAssembly(file),
            ReflectionTypeLoadException { LoaderExceptions: { } parts } => parts.Any(part => part is not null && NoFilesLeft(part)),
            DllNotFoundException library => library.Message.Contains("Too many open files", StringComparison.Ordinal),
            TaskSchedulerException => true, // no thread can be started
            _ => UserFile.NoFilesLeft(error),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var handle in _held)
        {
            handle.Dispose();
        }
    }

    // Parts of the runtime and the program are asked for by full names; people never name them.
    private static bool IsAssembly(string file) => file.Contains(", Version=", StringComparison.Ordinal);
}
