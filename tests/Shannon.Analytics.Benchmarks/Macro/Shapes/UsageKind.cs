namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>What a row of <see cref="UsageRows"/> is about.</summary>
internal enum UsageKind : byte
{
    /// <summary>Tokens and cost of a response.</summary>
    Tokens,

    /// <summary>The use of a tool.</summary>
    Tool,

    /// <summary>A response time.</summary>
    Response,

    /// <summary>An error.</summary>
    Error,
}
