namespace Shannon.Analytics.Reporting.Documents;

/// <summary>How loud a text is.</summary>
public enum TextTone
{
    /// <summary>Part of the reading.</summary>
    Plain,

    /// <summary>A remark, such as how a figure was made.</summary>
    Note,

    /// <summary>Something to be careful about, such as missing prices.</summary>
    Warning,
}
