using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Spec;

/// <summary>What memory a study takes, told before it is taken.</summary>
public static class StudyMemory
{
    // Measured as the largest resident memory of studies of 500 to 2,000 units, 5 and 20 items and recalls of 50 ms to 200 s: the runtime
    // and the program; of each pair of units its weight, its initial value, copies for the oracle and the controls, and the
    // decompositions of the weights; of each step of a recall the courses of the items and their readings.
    private const double Program = 100 << 20;
    private const double OfRatePair = 120,
        OfRatePairSingle = 104,
        OfSpikingPair = 16,
        OfSpikingPairSingle = 12;
    private const double OfRecallStep = 600,
        OfRecallStepAndItem = 200;

    /// <summary>What one network of a study takes while it is trained, read out and measured [byte], about.</summary>
    public static double OfOneRun(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var (network, task) = (study.Network, study.Task);
        var single = study.Precision == "single";
        var pair = (network is not SpikingNetwork, single) switch
        {
            (true, false) => OfRatePair,
            (true, true) => OfRatePairSingle,
            (false, false) => OfSpikingPair,
            _ => OfSpikingPairSingle,
        };
        var steps = task.ProbeTime / network.TimeStep;
        return (pair * network.Neurons * network.Neurons) + (steps * (OfRecallStep + (OfRecallStepAndItem * task.Items)));
    }

    /// <summary>A sentence when this machine cannot hold one network of a study; null when it can.</summary>
    public static string? Problem(StudySpec study) =>
        MachineMemory.Problem(
            "network and task: one run needs",
            Program + OfOneRun(study),
            "use fewer units, or a shorter task.free_run or larger time_step"
        );

    /// <summary>How many threads can each hold a network of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="asked">Threads that are asked for.</param>
    public static int Threads(StudySpec study, int asked) => MachineMemory.Threads(Program, OfOneRun(study), asked);
}
