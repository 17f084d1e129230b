namespace Shannon.Analytics.Reporting;

/// <summary>The colours of a rendered report.</summary>
public enum ReportTheme
{
    /// <summary>What the reader's device asks for where the format knows that (HTML); light elsewhere and on paper.</summary>
    Auto,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark, on screens; paper stays light.</summary>
    Dark,
}
