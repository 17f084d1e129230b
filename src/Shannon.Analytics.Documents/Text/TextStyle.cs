namespace Shannon.Analytics.Documents.Text;

/// <summary>Size in points and weight.</summary>
internal readonly record struct TextStyle(double Size, bool Bold = false);
