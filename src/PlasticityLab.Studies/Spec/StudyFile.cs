using System.Collections.Immutable;
using System.Security.Cryptography;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Hopfield;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Runs;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>Reads study files: YAML, or JSON which is YAML. Strict: all problems are told at once, with their lines.</summary>
public static class StudyFile
{
    /// <summary>Most bytes of a study file; the longest that people write have a hundredth of it.</summary>
    public const long MostText = 2L << 20;

    /// <summary>Reads and checks a study file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="changes">Overrides <c>path=value</c>, as in <c>seeds.count=5</c> or <c>rules[1].eta=3</c>.</param>
    /// <param name="remarks">Receives one sentence for each old spelling that was read; null: they are not told.</param>
    /// <exception cref="UserError">The file cannot be read or does not describe a study; one sentence a problem.</exception>
    public static StudySpec Read(string path, IEnumerable<string>? changes = null, ICollection<string>? remarks = null) =>
        Read(path, UserFile.Text(path, MostText), changes, remarks);

    /// <summary>As <see cref="Read(string, IEnumerable{string}?, ICollection{string}?)"/>, of text that has been read: a pipe gives it
    /// once.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <inheritdoc cref="Read(string, IEnumerable{string}?, ICollection{string}?)"/>
    public static StudySpec Read(string path, string text, IEnumerable<string>? changes = null, ICollection<string>? remarks = null) =>
        Parse(text, Path.GetFileName(path), changes, Path.GetDirectoryName(UserFile.FullPath(path))!, remarks);

    /// <summary>The text of a study file with every old spelling written anew: units at bare times, keys by their new names. Nothing else
    /// changes, comments included.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="file">Its name, for sentences.</param>
    /// <exception cref="UserError">It is not YAML.</exception>
    public static string Upgrade(string text, string file = "study")
    {
        var root = YamlText.Root(text, file);
        var binder = Binder(root, file);
        _ = binder.Record(typeof(StudySpec), root, "");
        return YamlEdit.Apply(text, binder.Edits);
    }

    /// <summary>The text of a study file with values changed by their paths; comments go where anything is changed, but for those it begins
    /// with.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="changes">Overrides <c>path=value</c>, as in <c>seeds.count=5</c>.</param>
    /// <param name="file">Its name, for sentences.</param>
    /// <exception cref="UserError">It is not YAML, or a path leads nowhere; one sentence a problem.</exception>
    public static string With(string text, IReadOnlyCollection<string> changes, string file = "study")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count == 0)
        {
            return text;
        }

        var root = YamlText.Root(text, file);
        var binder = new YamlBinder(file);
        foreach (var change in changes)
        {
            StudyOverride.Apply(binder, root, change);
        }

        UserError.ThrowIfAny(binder.Problems.Distinct());
        var comments = text.Split('\n').TakeWhile(line => line.StartsWith('#')).Select(line => line + "\n");
        return string.Concat(comments) + YamlText.Of(root);
    }

    private static YamlBinder Binder(YamlNode root, string file, YamlBinder? options = null)
    {
        var kind = Kind(root);
        return new(file)
        {
            Size = kind.Card.Size,
            Start = kind switch
            {
                SpikingNetwork => SpikingStart,
                WinnersNetwork => WinnersStart,
                HopfieldKind => type =>
                    type == typeof(StudySpec) ? HopfieldDefaults.Study
                    : type == typeof(Patterns) ? HopfieldDefaults.Task
                    : null,
                BinaryKind => type =>
                    type == typeof(StudySpec) ? WinnersDefaults.Binary
                    : type == typeof(Undisturbed) ? WinnersDefaults.Noisy
                    : null,
                ScalingKind => type =>
                    type == typeof(StudySpec) ? WinnersDefaults.Scaling
                    : type == typeof(Undisturbed) ? WinnersDefaults.Scaled
                    : null,
                SelfOrganising => type => type == typeof(StudySpec) ? WinnersDefaults.WithoutTeacher : null,
                _ => _ => null,
            },
            Point = OperatingPoint.Of(kind.Card.Readout),
            Options = options?.Options ?? new Dictionary<YamlNode, string>(ReferenceEqualityComparer.Instance),
        };
    }

    /// <summary>Reads and checks a study from text.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="file">Its name, for sentences.</param>
    /// <param name="changes">Overrides <c>path=value</c>.</param>
    /// <param name="folder">Folder that paths in it start from.</param>
    /// <param name="remarks">Receives one sentence for each old spelling that was read; null: they are not told.</param>
    /// <exception cref="UserError">It does not describe a study; one sentence a problem.</exception>
    public static StudySpec Parse(
        string text,
        string file = "study",
        IEnumerable<string>? changes = null,
        string folder = ".",
        ICollection<string>? remarks = null
    )
    {
        var root = YamlText.Root(text, file);
        var binder = new YamlBinder(file);
        foreach (var change in changes ?? [])
        {
            StudyOverride.Apply(binder, root, change);
        }

        Claims.ClaimFile.Include(binder, root, folder);
        UserError.ThrowIfAny(binder.Problems.Distinct());
        binder = Binder(root, file, binder);
        var spec = binder.Record(typeof(StudySpec), root, "") as StudySpec;
        if (spec is not null)
        {
            (spec, var found) = Resolve(spec, binder, root, folder);
            foreach (var problem in StudyCheck.Problems(spec, found))
            {
                binder.Problem(problem);
            }
        }

        UserError.ThrowIfAny(binder.Problems.Distinct());
        foreach (var remark in binder.Remarks)
        {
            remarks?.Add(remark);
        }

        return spec! with
        {
            SchemaVersion = StudySpec.Schema,
        };
    }

    // The kind of network that a study names, with its defaults; the study's default where it names none that is known.
    private static INetworkKind Kind(YamlNode root)
    {
        var network = root is YamlMappingNode study ? Below(study, "network") : null;
        var id = YamlBinder.Text((network is YamlMappingNode section ? Below(section, "kind") : network) ?? new YamlScalarNode()) ?? "";
        return Catalog.Of<INetworkKind>().Has(id) ? Catalog.Of<INetworkKind>().Create(id) : new StudySpec().Network;
    }

    private static YamlNode? Below(YamlMappingNode node, string name) =>
        node.Children.FirstOrDefault(pair => Names.Same(YamlBinder.Text(pair.Key) ?? "", name)).Value;

    private static object? SpikingStart(Type type) =>
        type == typeof(StudySpec) ? SpikingDefaults.Study
        : type == typeof(Chain) ? SpikingDefaults.Task
        : type == typeof(RecordedActivity) ? SpikingDefaults.Recorded
        : type == typeof(ReadoutSection) ? SpikingDefaults.Readout
        : null;

    private static object? WinnersStart(Type type) =>
        type == typeof(StudySpec) ? WinnersDefaults.Study
        : type == typeof(Melody) ? WinnersDefaults.Tunes
        : type == typeof(Chain) ? WinnersDefaults.Chain
        : type == typeof(DelayedRecall) ? WinnersDefaults.Delayed
        : null;

    // Values of patches in one spelling each, so that 0.1 s and 100 ms are the same study.
    private static StudySpec Spelled(StudySpec spec)
    {
        var run = spec.Template with { Learning = spec.Rules.IsDefaultOrEmpty ? spec.Template.Learning : spec.Rules[0].Learning };
        return spec with
        {
            Conditions = spec.Conditions.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair =>
                    pair.Value with
                    {
                        Changes = pair.Value.Changes.ToImmutableSortedDictionary(
                            change => change.Key,
                            change => RunPatch.Spelled(run, change.Key, change.Value),
                            StringComparer.Ordinal
                        ),
                    },
                spec.Conditions.KeyComparer
            ),
            Sweeps =
            [
                .. spec.Sweeps.Select(sweep =>
                    sweep with
                    {
                        Values = [.. sweep.Values.Select(value => RunPatch.Spelled(run, sweep.Path, value))],
                    }
                ),
            ],
        };
    }

    // Fills in what follows from files: the order of a tune's notes, the hashes of arrays.
    private static (StudySpec Study, bool Found) Resolve(StudySpec spec, YamlBinder binder, YamlNode root, string folder)
    {
        var found = true;
        T Found<T>(string path, T named, Func<T, T> find)
        {
            try
            {
                return find(named);
            }
            catch (UserError error)
            {
                found = false;
                foreach (var sentence in error.Message.Split(Environment.NewLine))
                {
                    binder.Problem($"{path}.{sentence}");
                }

                return named;
            }
        }

        var resolved = Spelled(spec) with
        {
            Task = Found("task", spec.Task, task => task.At(folder)),
            Network = Found("network", spec.Network, network => network.At(folder)),
            Rules =
            [
                .. (spec.Rules.IsDefault ? [] : spec.Rules).Select((rule, i) => Found($"rules[{i}]", rule, named => named.At(folder))),
            ],
            Memory = spec.Memory is { } memory ? Resolve(memory, binder, root, folder) : null,
        };
        return (resolved, found);
    }

    // Paths of the memory part, from the study file's folder, and hashes of what they hold.
    private static MemorySection Resolve(MemorySection memory, YamlBinder binder, YamlNode root, string folder)
    {
        try
        {
            return WithHashes(memory, binder, root, folder);
        }
        catch (UserError error)
        {
            // Of a file or a folder that cannot be read.
            binder.Problem(error.Message.StartsWith("memory.", StringComparison.Ordinal) ? error.Message : $"memory: {error.Message}");
            return memory;
        }
    }

    private static MemorySection WithHashes(MemorySection memory, YamlBinder binder, YamlNode root, string folder)
    {
        if (memory.Tunes is { Folder.Length: > 0 } tunes)
        {
            var full = UserFile.FullPath(folder, tunes.Folder, "memory.tunes.folder");
            if (Directory.Exists(full))
            {
                memory = memory with { Tunes = tunes with { Folder = full, FolderHash = Execution.MemoryRun.HashOfFolder(full) } };
            }
            else
            {
                binder.Problem(root, "memory.tunes.folder:", $"there is no folder {tunes.Folder}.");
            }
        }

        if (memory.Episodes is { } episodes)
        {
            var full = episodes.File.Length == 0 ? "" : UserFile.FullPath(folder, episodes.File, "memory.episodes.file");
            if (episodes.File.Length > 0 && File.Exists(full))
            {
                memory = memory with
                {
                    Episodes = episodes with
                    {
                        File = full,
                        FileHash = Convert.ToHexStringLower(SHA256.HashData(UserFile.Bytes(full)))[..16],
                    },
                };
            }
            else
            {
                binder.Problem(
                    root,
                    "memory.episodes.file:",
                    episodes.File.Length == 0 ? "must name an .npz file with an array \"neural\"." : $"there is no file {episodes.File}."
                );
            }
        }

        return memory;
    }
}
