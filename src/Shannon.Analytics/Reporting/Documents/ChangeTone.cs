namespace Shannon.Analytics.Reporting.Documents;

/// <summary>Whether a change is welcome.</summary>
public enum ChangeTone
{
    /// <summary>Neither, or not significant.</summary>
    Neutral,

    /// <summary>Welcome.</summary>
    Good,

    /// <summary>Unwelcome.</summary>
    Bad,
}
