namespace Shannon.Analytics.Storage;

/// <summary>Something that buffers records and hands them to the store later. Thread-safe.</summary>
internal interface IBufferedProducer
{
    /// <summary>Records in the buffer now.</summary>
    long Buffered { get; }

    /// <summary>Records dropped for lack of room since it was made.</summary>
    long Dropped { get; }

    /// <summary>Stores what the buffer holds now. What could not be stored is counted, never thrown.</summary>
    ValueTask DrainAsync();
}
