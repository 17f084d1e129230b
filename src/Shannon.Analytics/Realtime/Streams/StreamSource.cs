namespace Shannon.Analytics.Realtime.Streams;

/// <summary>Where one subscriber takes its records from. Taken by one reader while the committing thread adds.</summary>
internal abstract class StreamSource
{
    /// <summary>True if records were dropped that the reader has not been told of yet.</summary>
    internal abstract bool HasOverflowed { get; }

    /// <summary>Takes what comes next: how many records are missing first, then up to as many records as fit.</summary>
    internal abstract int Take(Span<StreamSlot> target, out long missed);

    /// <summary>Forgets everything up to now, uncounted: the reader has it from elsewhere.</summary>
    internal abstract void Skip();
}
