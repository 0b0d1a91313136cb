using System.ComponentModel;
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

    /// <summary>How many files it must be able to open: parts of the runtime and of the program are files, too, some hundred of them.</summary>
    public const int Needed = 160;

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

    /// <summary>What is said where too few files can be opened to get through; null where there are enough.</summary>
    // Tried before anything else: where the last one goes while a part is loaded or a thread is started, it is the runtime that ends the
    // program, with a trace of its own. On Windows there is no such limit.
    public static string? TooFewFiles()
    {
        var opened = new List<SafeFileHandle>(Needed);
        try
        {
            while (!OperatingSystem.IsWindows() && opened.Count < Needed)
            {
                opened.Add(File.OpenHandle(typeof(LastWords).Assembly.Location));
            }

            return null;
        }
        catch (IOException)
        {
            return $"The system lets this program open {opened.Count} more files, and it needs {Needed}. Allow it more (ulimit -n 1024).";
        }
        finally
        {
            opened.ForEach(handle => handle.Dispose());
        }
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
            Win32Exception { NativeErrorCode: 24 or 23 } => true, // what the system says of a process is a file, too
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
