namespace Shannon.Analytics.Privacy;

/// <summary>The anonymisation in force. Holds neither salt nor key.</summary>
public sealed record AnonymizationConfiguration
{
    /// <summary>1 for the first configuration of a store, one more with every other.</summary>
    public required long Version { get; init; }

    /// <summary>The fields to which <see cref="Method"/> applies.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>What becomes of them.</summary>
    public required AnonymizationMethod Method { get; init; }

    /// <summary>Fields with a method of their own.</summary>
    public required IReadOnlyList<AnonymizationRule> Rules { get; init; }

    /// <summary>How many characters <see cref="AnonymizationMethod.Truncate"/> leaves.</summary>
    public required int TruncateLength { get; init; }

    /// <summary>What else is looked for in every text.</summary>
    public required ContentKinds Scan { get; init; }

    /// <summary>Whether a salt was given.</summary>
    public required bool HasSalt { get; init; }

    /// <summary>Which of the store's pseudonym keys new pseudonyms are made with, from 1. Another salt or master key begins a new one; earlier ones are kept, so that earlier pseudonyms can be found.</summary>
    public required int KeyVersion { get; init; }

    /// <summary>When it was configured.</summary>
    public required DateTimeOffset ConfiguredAt { get; init; }
}
