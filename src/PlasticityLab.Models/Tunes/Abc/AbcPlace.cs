namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>A place in an ABC text; lines and columns count from 1.</summary>
internal readonly record struct AbcPlace(int Line, int Column)
{
    public AbcPlace Right(int columns) => this with { Column = Column + columns };

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}";
}
