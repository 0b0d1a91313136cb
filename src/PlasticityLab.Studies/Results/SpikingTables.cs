using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Results;

/// <summary>The tables that only spiking networks have: rates and clipping of every scored network; spikes and rates of the
/// examples.</summary>
internal static class SpikingTables
{
    public static void Write(string folder, StudyData data)
    {
        if (data.Study.Network is not SpikingNetwork network)
        {
            return;
        }

        StudyWriter.WriteTable(folder, SpikingRow.Of(data));
        StudyWriter.WriteTable(folder, TrainingRateRow.Of(data));
        StudyWriter.WriteTable(folder, RasterRow.Of(data, 1000 * network.TimeStep, network.Excitatory));
    }
}
