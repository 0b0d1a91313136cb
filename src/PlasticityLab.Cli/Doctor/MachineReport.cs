namespace PlasticityLab.Cli.Doctor;

/// <summary>What was found on a machine.</summary>
/// <param name="Version">Version of this form.</param>
/// <param name="Machine">Name of the machine; of a node of a cluster the cluster's name for it.</param>
/// <param name="Ready">Whether nothing that is required is missing.</param>
/// <param name="Findings">The lines, the required ones first.</param>
internal sealed record MachineReport(int Version, string Machine, bool Ready, IReadOnlyList<Finding> Findings)
{
    /// <summary>Examines this machine.</summary>
    /// <param name="folder">Where results are to be written.</param>
    public static MachineReport Here(string folder)
    {
        Finding[] findings = [.. Examination.Of(folder)];
        var machine = Environment.GetEnvironmentVariable("SLURMD_NODENAME") ?? Environment.MachineName;
        return new(1, machine, findings.All(finding => finding.Ok || !finding.Required), findings);
    }
}
