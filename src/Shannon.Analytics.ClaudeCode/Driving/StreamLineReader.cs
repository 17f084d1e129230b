using System.Buffers;
using Shannon.Analytics.ClaudeCode.Reading;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>
/// Reads a process's output line by line, only as fast as lines are taken. Lines up to 1 MB are handed out whole; longer ones are shortened while they are
/// read (see <see cref="LongLineShortener"/>), and those beyond the maximum are passed over. Not thread-safe.
/// </summary>
internal sealed class StreamLineReader(Stream stream, int maxLineBytes) : IDisposable
{
    private const int FirstBuffer = 64 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private LongLineShortener? _shortener;
    private int _start;
    private int _end;

    /// <summary>The line that was found last; valid until the next call.</summary>
    internal ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Finds the next line; <see cref="LineStatus.Partial"/> is one that the end of the stream cut off.</summary>
    internal async ValueTask<LineStatus> ReadAsync(CancellationToken cancellationToken)
    {
        Line = default;
        int searched = _start;
        while (true)
        {
            int found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return Take(searched + found, 1);
            }

            if (_end - _start >= TranscriptFileReader.LongLine)
            {
                return await ReadLongAsync(cancellationToken).ConfigureAwait(false);
            }

            searched = _end - _start;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return _end == _start ? LineStatus.End : Take(_end, 0) is LineStatus.Oversized ? LineStatus.Oversized : LineStatus.Partial;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private LineStatus Take(int end, int feed)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, end - _start);
        _start = end + feed;
        Line = line.Span is [.., (byte)'\r'] ? line[..^1] : line;
        return line.Length > maxLineBytes ? LineStatus.Oversized : LineStatus.Whole;
    }

    private async ValueTask<LineStatus> ReadLongAsync(CancellationToken cancellationToken)
    {
        // One huge line should not keep its memory for the rest of the session.
        _shortener = new LongLineShortener();
        long length = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int end = found < 0 ? _end : _start + found;
            length += end - _start;
            if (length <= maxLineBytes)
            {
                _shortener.Add(_buffer.AsSpan(_start, end - _start));
            }

            _start = end;
            if (found < 0 && await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            _start += found < 0 ? 0 : 1;
            Line = _shortener.Kept.ToArray();
            _shortener = null;
            return length > maxLineBytes ? LineStatus.Oversized : found < 0 ? LineStatus.Partial : LineStatus.Whole;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_buffer.Length - _end < FirstBuffer / 2)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}
