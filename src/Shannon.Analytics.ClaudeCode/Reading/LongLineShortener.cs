using System.Buffers;

namespace Shannon.Analytics.ClaudeCode.Reading;

/// <summary>
/// Copies a JSON line piece by piece and leaves out what strings hold beyond their first bytes, so that a line with a huge tool result in it takes
/// little memory. What comes out has the same structure, and is valid just when the input is.
/// </summary>
internal sealed class LongLineShortener
{
    /// <summary>Bytes kept of each string; everything the import reads is far shorter.</summary>
    internal const int KeptPerString = 64 * 1024;

    private static readonly SearchValues<byte> Stops = SearchValues.Create("\"\\"u8);
    private readonly ArrayBufferWriter<byte> _kept = new(64 * 1024);
    private bool _inString;
    private bool _afterBackslash;
    private bool _dropping;
    private int _length;

    internal ReadOnlySpan<byte> Kept => _kept.WrittenSpan;

    internal int Capacity => _kept.Capacity;

    internal void Add(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (!_inString)
            {
                int quote = piece.IndexOf((byte)'"');
                int take = quote < 0 ? piece.Length : quote + 1;
                _kept.Write(piece[..take]);
                piece = piece[take..];
                _inString = quote >= 0;
                _dropping = false;
                _length = 0;
            }
            else if (_afterBackslash)
            {
                KeepEscape(piece[0]);
                piece = piece[1..];
            }
            else
            {
                int stop = piece.IndexOfAny(Stops);
                Keep(stop < 0 ? piece : piece[..stop]);
                piece = stop < 0 ? [] : piece[stop..];
                if (stop >= 0)
                {
                    End(piece[0]);
                    piece = piece[1..];
                }
            }
        }
    }

    internal void Clear()
    {
        _kept.ResetWrittenCount();
        _inString = false;
        _afterBackslash = false;
    }

    private void End(byte stop)
    {
        if (stop == '"')
        {
            _kept.Write([stop]);
            _inString = false;
        }
        else
        {
            _dropping |= _length >= KeptPerString;
            _afterBackslash = true;
        }
    }

    private void KeepEscape(byte second)
    {
        _afterBackslash = false;
        if (!_dropping)
        {
            _kept.Write([(byte)'\\', second]);
            _length += 2;
        }
    }

    // Never less than four bytes, which may be the digits of an escape.
    private void Keep(ReadOnlySpan<byte> run)
    {
        if (_dropping)
        {
            return;
        }

        int room = Math.Max(4, KeptPerString - _length);
        if (run.Length > room)
        {
            run = run[..room];
            _dropping = true;
        }

        _kept.Write(run);
        _length += run.Length;
    }
}
