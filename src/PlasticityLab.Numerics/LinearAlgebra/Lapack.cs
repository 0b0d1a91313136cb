using System.Reflection;
using System.Runtime.InteropServices;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>The few Fortran LAPACK routines in use. Everything goes by pointer, column after column; hidden string lengths come
/// last.</summary>
internal static unsafe partial class Lapack
{
    private const string Library = "plasticity-lapack";
    private static readonly string[] Candidates =
    [
        "libopenblas.so.0",
        "liblapack.so.3",
        "libopenblas.dylib",
        "libopenblas.dll",
        "libopenblas",
    ];
    private static readonly Lazy<(nint Handle, string Name)> Opened = new(Open);

    public static string? Name => Opened.Value.Handle == 0 ? null : Opened.Value.Name;

    /// <summary>One thread: runs are parallel across processes, and a second BLAS thread on a busy machine only costs.</summary>
    public static void UseOneThread()
    {
        if (NativeLibrary.TryGetExport(Opened.Value.Handle, "openblas_set_num_threads", out var set))
        {
            ((delegate* unmanaged[Cdecl]<int, void>)set)(1);
        }
    }

    public static string? Configuration() =>
        NativeLibrary.TryGetExport(Opened.Value.Handle, "openblas_get_config", out var get)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)get)())?.Trim()
            : null;

    private static (nint, string) Open()
    {
        foreach (var name in Candidates)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                if (NativeLibrary.TryGetExport(handle, "dgeev_", out _) && NativeLibrary.TryGetExport(handle, "dgesdd_", out _))
                {
                    NativeLibrary.SetDllImportResolver(typeof(Lapack).Assembly, Resolve);
                    return (handle, name);
                }

                NativeLibrary.Free(handle);
            }
        }

        return (0, "");

        nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) => library == Library ? Opened.Value.Handle : 0;
    }

    [LibraryImport(Library, EntryPoint = "dgeev_")]
    public static partial void Dgeev(
        byte* jobvl,
        byte* jobvr,
        int* n,
        double* a,
        int* lda,
        double* wr,
        double* wi,
        double* vl,
        int* ldvl,
        double* vr,
        int* ldvr,
        double* work,
        int* lwork,
        int* info,
        nint length1,
        nint length2
    );

    [LibraryImport(Library, EntryPoint = "dsyevd_")]
    public static partial void Dsyevd(
        byte* jobz,
        byte* uplo,
        int* n,
        double* a,
        int* lda,
        double* w,
        double* work,
        int* lwork,
        int* iwork,
        int* liwork,
        int* info,
        nint length1,
        nint length2
    );

    [LibraryImport(Library, EntryPoint = "dgees_")]
    public static partial void Dgees(
        byte* jobvs,
        byte* sort,
        void* select,
        int* n,
        double* a,
        int* lda,
        int* sdim,
        double* wr,
        double* wi,
        double* vs,
        int* ldvs,
        double* work,
        int* lwork,
        int* bwork,
        int* info,
        nint length1,
        nint length2
    );

    [LibraryImport(Library, EntryPoint = "dgesdd_")]
    public static partial void Dgesdd(
        byte* jobz,
        int* m,
        int* n,
        double* a,
        int* lda,
        double* s,
        double* u,
        int* ldu,
        double* vt,
        int* ldvt,
        double* work,
        int* lwork,
        int* iwork,
        int* info,
        nint length1
    );
}
