using System.Runtime.InteropServices;
using Shannon.Analytics.ClaudeCode.Parsing;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>What is recorded of one response of the model.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Response
{
    internal string? MessageId { get; init; }

    internal string? RequestId { get; init; }

    internal string? Model { get; init; }

    internal string? ServiceTier { get; init; }

    internal string? Speed { get; init; }

    internal string? InferenceGeo { get; init; }

    internal decimal? ReportedCost { get; init; }

    internal Usage Usage { get; init; }

    /// <summary>It broke off, and the request was made again.</summary>
    internal bool IsAbandoned { get; init; }

    /// <summary>What attempts of the same request cost that broke off, and that are recorded on their own.</summary>
    internal decimal AbandonedCost { get; init; }

    /// <summary>The usage is what the API said at the end of the response; a transcript never tells.</summary>
    internal bool IsFinal { get; init; }
}
