namespace Shannon.Analytics.Reporting.Documents;

/// <summary>What a value of a report is.</summary>
public enum ReportValueKind
{
    /// <summary>Nothing: unknown or undefined.</summary>
    Missing,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number, of tokens or errors for example.</summary>
    Count,

    /// <summary>A number.</summary>
    Number,

    /// <summary>US dollars, exact.</summary>
    Money,

    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>A number of bytes.</summary>
    Bytes,

    /// <summary>A share: 0.25 is 25 %.</summary>
    Percent,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    Boolean,
}
