namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>The vector field at a value of the parameter. It must be smooth in the parameter and defined a little beyond the range that is
/// followed (differences are taken).</summary>
public delegate IVectorField FieldFamily(double parameter);
