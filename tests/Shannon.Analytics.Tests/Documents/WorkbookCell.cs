namespace Shannon.Analytics.Tests.Documents;

/// <summary>What a reader of a workbook found in a cell; nothing in an empty one. A reader that knows no formats finds a time as a number of days.</summary>
internal readonly record struct WorkbookCell(string? Text = null, double? Number = null, DateTime? Time = null, bool? Flag = null);
