namespace PlasticityLab.Analysis.Dynamics.Reductions;

/// <summary>Where and with what neurons a network of assemblies works.</summary>
/// <param name="Gain">γ on the recurrent weights only [1].</param>
/// <param name="Inhibition">w_I [1].</param>
/// <param name="Threshold">A₀, active assemblies above which inhibition starts [1].</param>
/// <param name="Outside">Activity of all units outside the assemblies, in assemblies, held constant [1].</param>
/// <param name="Beta">Slope of the logistic transfer function [1].</param>
/// <param name="Theta">Its midpoint [1].</param>
/// <param name="Adaptation">b_a; 0 leaves adaptation out of the state [1].</param>
/// <param name="TimeRatio">τ/τ_a [1].</param>
/// <param name="Smoothing">ε in [x]₊ ≈ (x + √(x² + ε²))/2; 0 is the exact kink. Continuation needs a differentiable field [1].</param>
public sealed record AssemblyPoint(
    double Gain,
    double Inhibition,
    double Threshold = 1,
    double Outside = 0,
    double Beta = 10,
    double Theta = 0.5,
    double Adaptation = 0,
    double TimeRatio = 0.1,
    double Smoothing = 0
);
