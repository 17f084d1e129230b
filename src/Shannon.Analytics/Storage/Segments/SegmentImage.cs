using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>A finished segment that is not in the file yet.</summary>
internal sealed class SegmentImage : IDisposable
{
    private readonly List<(int Start, int Length)> _blobs = [];

    /// <summary>Reserved for it.</summary>
    internal required long Id { get; init; }

    /// <summary>The one metric it holds, or null.</summary>
    internal long? NameId { get; set; }

    /// <summary>True for a metric's own day segment.</summary>
    internal bool IsOwn { get; init; }

    internal int Count { get; init; }

    internal long MinTime { get; set; }

    internal long MaxTime { get; set; }

    internal long MinId { get; set; }

    internal long MaxId { get; set; }

    /// <summary>All BLOBs, one behind the other; the header first.</summary>
    internal ByteWriter Writer { get; } = new(4096);

    internal int BlobCount => _blobs.Count;

    internal int Bytes => Writer.Length;

    internal void AddBlob(int start) => _blobs.Add((start, Writer.Length - start));

    internal ReadOnlySpan<byte> Blob(int ordinal)
    {
        // The header is written last, when the columns are known, but has the first ordinal.
        var (start, length) = ordinal == 0 ? _blobs[^1] : _blobs[ordinal - 1];
        return Writer.WrittenSpan.Slice(start, length);
    }

    public void Dispose() => Writer.Dispose();
}
