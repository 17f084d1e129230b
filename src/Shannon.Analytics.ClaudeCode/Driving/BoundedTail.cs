using System.Text;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>Reads a stream to its end and keeps only its last bytes. Thread-safe.</summary>
internal sealed class BoundedTail(int capacity)
{
    private readonly Lock _lock = new();
    private readonly byte[] _kept = new byte[capacity];
    private long _total;

    internal string Text
    {
        get
        {
            lock (_lock)
            {
                int length = (int)Math.Min(_total, capacity);
                int start = _total > capacity ? (int)(_total % capacity) : 0;
                byte[] text = [.. _kept.AsSpan(start, length - start), .. _kept.AsSpan(0, start)];
                return Encoding.UTF8.GetString(text);
            }
        }
    }

    internal async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Add(buffer.AsSpan(0, read));
        }
    }

    private void Add(ReadOnlySpan<byte> piece)
    {
        lock (_lock)
        {
            if (piece.Length > capacity)
            {
                _total += piece.Length - capacity;
                piece = piece[^capacity..];
            }

            while (!piece.IsEmpty)
            {
                int at = (int)(_total % capacity);
                int count = Math.Min(piece.Length, capacity - at);
                piece[..count].CopyTo(_kept.AsSpan(at));
                _total += count;
                piece = piece[count..];
            }
        }
    }
}
