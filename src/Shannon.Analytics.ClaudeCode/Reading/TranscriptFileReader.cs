using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Shannon.Analytics.ClaudeCode.Reading;

/// <summary>
/// Reads a file line by line from a given place. Lines up to 1 MB are handed out where they lie in the buffer; longer ones are shortened
/// while they are read (see <see cref="LongLineShortener"/>), and those beyond the maximum are only measured. Not thread-safe.
/// </summary>
internal sealed class TranscriptFileReader : IDisposable
{
    /// <summary>From this length on a line is shortened.</summary>
    internal const int LongLine = 1024 * 1024;

    private const int FirstBuffer = 256 * 1024;
    private readonly SafeFileHandle _file;
    private readonly int _maxLineBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private LongLineShortener? _shortener;
    private long _readTo;
    private int _start;
    private int _end;
    private int _searched;

    internal TranscriptFileReader(SafeFileHandle file, long offset, int maxLineBytes)
    {
        _file = file;
        _maxLineBytes = maxLineBytes;
        _readTo = offset;
        Offset = offset;
    }

    /// <summary>Behind the last line handed out.</summary>
    internal long Offset { get; private set; }

    /// <summary>Finds the next line. The line is valid until the next call.</summary>
    internal LineStatus TryRead(out ReadOnlySpan<byte> line, CancellationToken cancellationToken)
    {
        while (true)
        {
            int found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                int end = _searched + found;
                line = _buffer.AsSpan(_start, end - _start);
                Offset += line.Length + 1;
                _start = _searched = end + 1;
                line = line is [.., (byte)'\r'] ? line[..^1] : line;
                return line.Length > _maxLineBytes ? LineStatus.Oversized : LineStatus.Whole;
            }

            _searched = _end;
            cancellationToken.ThrowIfCancellationRequested();
            if (_end - _start >= LongLine)
            {
                return ReadLong(out line, cancellationToken);
            }

            if (!Fill())
            {
                line = _buffer.AsSpan(_start, _end - _start);
                return line.IsEmpty || line.Length > _maxLineBytes ? LineStatus.End : LineStatus.Partial;
            }
        }
    }

    /// <summary>Takes the partial line that was handed out last as a whole one.</summary>
    internal void TakePartial()
    {
        Offset += _end - _start;
        _start = _searched = _end;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private LineStatus ReadLong(out ReadOnlySpan<byte> line, CancellationToken cancellationToken)
    {
        // One huge line should not keep its memory for the rest of the file.
        _shortener = _shortener is null || _shortener.Capacity > 2 * LongLine ? new LongLineShortener() : _shortener;
        _shortener.Clear();
        long length = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            int end = found < 0 ? _end : _searched + found;
            length += end - _start;
            if (length <= _maxLineBytes)
            {
                _shortener.Add(_buffer.AsSpan(_start, end - _start));
            }

            _start = _searched = end;
            if (found >= 0)
            {
                _start = _searched = end + 1;
                Offset += length + 1;
                line = _shortener.Kept;
                return length > _maxLineBytes ? LineStatus.Oversized : LineStatus.Whole;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!Fill())
            {
                // A long line without an end stays for the next run.
                line = default;
                return LineStatus.End;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        if (_buffer.Length - _end < FirstBuffer / 2)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = RandomAccess.Read(_file, _buffer.AsSpan(_end), _readTo);
        _end += read;
        _readTo += read;
        return read > 0;
    }
}
