namespace Shannon.Analytics.ClaudeCode;

/// <summary>How records say which sources told of them: attributes and values, each spelled once. <see cref="RecordSources"/> reads them.</summary>
public static class RecordSourceNames
{
    /// <summary>Attribute: the sources of the record, joined by <c>+</c> in the order <c>transcript</c>, <c>live</c>, <c>otel</c>; such as <c>transcript+otel</c>.</summary>
    public const string Sources = "sources";

    /// <summary>
    /// Attribute, where there are several sources: for each figure those that say just the value that counts, as JSON such as
    /// <c>{"completion_tokens":["transcript","otel"]}</c>. A cost that agrees with tokens times prices names <c>computed</c>, too.
    /// </summary>
    public const string FigureSources = "figure_sources";

    /// <summary>
    /// Attribute, where sources differ: for each such figure what the other sources say, as JSON such as <c>{"completion_tokens":{"live":1}}</c>.
    /// What a source does not know at all is no difference.
    /// </summary>
    public const string Differences = "differences";

    /// <summary>A transcript on disk.</summary>
    public const string Transcript = "transcript";

    /// <summary>The output of a client that was driven live.</summary>
    public const string Live = "live";

    /// <summary>The client's OpenTelemetry.</summary>
    public const string OpenTelemetry = "otel";

    /// <summary>No source but tokens times prices, among the sources of a cost.</summary>
    public const string Computed = "computed";
}
