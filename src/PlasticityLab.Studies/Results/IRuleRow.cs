namespace PlasticityLab.Studies.Results;

/// <summary>A row of one rule: left out when a study is looked at for other rules only.</summary>
public interface IRuleRow
{
    /// <summary>Rule or control.</summary>
    string Rule { get; }
}

/// <summary>A row of one condition: left out when a study is looked at in another one only.</summary>
public interface IConditionRow
{
    /// <summary>Condition.</summary>
    string Condition { get; }
}

/// <summary>A row of one rule in one condition.</summary>
public interface IArmRow : IRuleRow, IConditionRow;
