using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>One figure of a document, in the long form.</summary>
internal readonly record struct LongRow(string Section, string Key, ReportValue Value, string? Unit = null);
