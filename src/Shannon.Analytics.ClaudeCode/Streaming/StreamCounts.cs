namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>Lines that were passed over. Written by one thread at a time, read by any.</summary>
internal sealed class StreamCounts
{
    private long _lines;
    private long _malformed;
    private long _oversized;
    private long _unknown;

    internal long Lines => Interlocked.Read(ref _lines);

    internal long Malformed => Interlocked.Read(ref _malformed);

    internal long Oversized => Interlocked.Read(ref _oversized);

    internal long Unknown => Interlocked.Read(ref _unknown);

    internal void AddLine() => Interlocked.Increment(ref _lines);

    internal void AddMalformed() => Interlocked.Increment(ref _malformed);

    internal void AddOversized() => Interlocked.Increment(ref _oversized);

    internal void AddUnknown() => Interlocked.Increment(ref _unknown);
}
