namespace Shannon.Analytics.ClaudeCode;

/// <summary>What <see cref="TranscriptImporter.RepriceAsync"/> did. Immutable.</summary>
public sealed record RepriceResult
{
    /// <summary>Imported responses whose cost was not reported by the transcript, and was therefore computed again.</summary>
    public required long Examined { get; init; }

    /// <summary>Of these, those that got another cost, or a cost for the first time.</summary>
    public required long Repriced { get; init; }

    /// <summary>The sum of the new costs minus the sum of the old ones, in US dollars; exact.</summary>
    public required decimal Difference { get; init; }

    /// <summary>The version of the price book that was used.</summary>
    public required string PriceVersion { get; init; }

    /// <summary>Tokens of responses whose model still has no known price, by model.</summary>
    public required IReadOnlyDictionary<string, long> Unpriced { get; init; }
}
