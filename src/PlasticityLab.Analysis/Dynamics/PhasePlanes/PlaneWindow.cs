using PlasticityLab.Analysis.Dynamics.Systems;

namespace PlasticityLab.Analysis.Dynamics.PhasePlanes;

/// <summary>The part of a plane that is looked at.</summary>
public readonly record struct PlaneWindow(double Left, double Right, double Bottom, double Top)
{
    /// <summary>The window on a box, with a margin as a share of its sides.</summary>
    public static PlaneWindow Of(TrappingBox box, double margin = 0.02)
    {
        double w = margin * (box.High[0] - box.Low[0]),
            h = margin * (box.High[1] - box.Low[1]);
        return new(box.Low[0] - w, box.High[0] + w, box.Low[1] - h, box.High[1] + h);
    }

    /// <summary>Whether a point lies in the closed window.</summary>
    public bool Contains(double x, double y) => x >= Left && x <= Right && y >= Bottom && y <= Top;

    /// <summary>Right − Left.</summary>
    public double Width => Right - Left;

    /// <summary>Top − Bottom.</summary>
    public double Height => Top - Bottom;
}
