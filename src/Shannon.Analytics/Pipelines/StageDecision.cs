namespace Shannon.Analytics.Pipelines;

/// <summary>What becomes of a record after a stage.</summary>
public enum StageDecision
{
    /// <summary>It goes on.</summary>
    Keep,

    /// <summary>It is left out, and counted as dropped.</summary>
    Drop,
}
