namespace Shannon.Analytics.Storage;

/// <summary>How a batch is stored. Immutable.</summary>
public sealed record AppendOptions
{
    /// <summary>What happens now, as nearly all records do: the default.</summary>
    public static AppendOptions Live { get; } = new();

    /// <summary>What is imported from the past.</summary>
    public static AppendOptions History { get; } = new() { IsHistory = true };

    /// <summary>
    /// Marks records that are imported from the past: they are stored like others, but neither streams, real-time statistics nor alerts take them
    /// for something that happens now. <see langword="false"/> by default.
    /// </summary>
    public bool IsHistory { get; init; }
}
