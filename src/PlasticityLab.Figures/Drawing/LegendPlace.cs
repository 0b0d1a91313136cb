namespace PlasticityLab.Figures.Drawing;

/// <summary>Where a panel's legend stands.</summary>
public enum LegendPlace
{
    /// <summary>No legend.</summary>
    None,

    /// <summary>Inside, upper left corner.</summary>
    TopLeft,

    /// <summary>Inside, upper right corner.</summary>
    TopRight,

    /// <summary>Inside, lower left corner.</summary>
    BottomLeft,

    /// <summary>Inside, lower right corner.</summary>
    BottomRight,

    /// <summary>Beside the plot, to the right.</summary>
    Right,

    /// <summary>Under the plot, in rows.</summary>
    Below,
}
