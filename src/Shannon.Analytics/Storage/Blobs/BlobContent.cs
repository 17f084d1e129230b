using System.Buffers;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>What a BLOB held: a part of the stored bytes, or a pooled array that goes back on dispose. Valid until then.</summary>
internal readonly ref struct BlobContent
{
    private readonly byte[]? _rented;

    internal BlobContent(ReadOnlySpan<byte> stored) => Span = stored;

    internal BlobContent(byte[] rented, int length)
    {
        _rented = rented;
        Span = rented.AsSpan(0, length);
    }

    internal ReadOnlySpan<byte> Span { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
