using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// One text column over all sources of a batch. Where a source has so many distinct values that it keeps no dictionary, none is made here
/// either: such values rarely come back, and a table of them would cost more than it saves. Not thread-safe.
/// </summary>
internal sealed class MergedText
{
    private readonly MergedCodes _codes = new();
    private readonly StringCoder _coder = new();
    private readonly List<DecodedText?> _sources = [];
    private readonly List<string> _dictionary = [];
    private bool _plain;

    /// <param name="neverCoded">True for values that are all different.</param>
    internal MergedText(bool neverCoded = false) => _plain = neverCoded;

    internal void Add(int source, DecodedText text)
    {
        while (_sources.Count < source)
        {
            _sources.Add(null);
        }

        _sources.Add(text);
        _plain |= text.Dictionary.Length > BlockFormat.MaxDictionary && text.Dictionary.Length > text.Codes.Length / 2;
        if (!_plain)
        {
            Span<int> map = _codes.Add(source, text.Codes, text.Dictionary.Length);
            for (int i = 0; i < map.Length; i++)
            {
                map[i] = _coder.CodeOf(text.Dictionary[i]);
            }
        }
    }

    internal bool Occurs(SegmentRows rows)
    {
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (run.Source < _sources.Count && _sources[run.Source] is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the column's body unless no row has a value; returns how many have.</summary>
    internal int Encode(SegmentRows rows, Determinant? sessions, Action begin, ByteWriter writer)
    {
        if (_plain)
        {
            return EncodePlain(rows, sessions, begin, writer);
        }

        using Scratch<int> codes = new(rows.Count);
        using Scratch<bool> present = new(rows.Count);
        int count = _codes.Gather(rows, _coder.Count, codes.Span, present.Span);
        if (count > 0)
        {
            begin();
            _dictionary.Clear();
            foreach (int code in _codes.Used)
            {
                _dictionary.Add(_coder.Values[code]);
            }

            SegmentColumnEncoder.EncodeText(codes.Span, present.Span, count, _dictionary, sessions, writer);
        }

        return count;
    }

    private int EncodePlain(SegmentRows rows, Determinant? sessions, Action begin, ByteWriter writer)
    {
        var values = new string?[rows.Count];
        int count = 0;
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (run.Source < _sources.Count && _sources[run.Source] is { } source)
            {
                for (int i = run.Start; i < run.End; i++)
                {
                    values[i] = source.At(rows.Rows[i]);
                    count += values[i] is null ? 0 : 1;
                }
            }
        }

        if (count == 0)
        {
            return 0;
        }

        begin();
        var distinct = new StringCoder();
        using Scratch<int> codes = new(rows.Count);
        using Scratch<bool> present = new(rows.Count);
        for (int i = 0; i < values.Length; i++)
        {
            present.Span[i] = values[i] is not null;
            codes.Span[i] = values[i] is { } value ? distinct.CodeOf(value) : -1;
            if (distinct.Count > BlockFormat.MaxDictionary && distinct.Count > (i / 2) + 1)
            {
                SegmentColumnEncoder.EncodePlainText(values, count, writer);
                return count;
            }
        }

        SegmentColumnEncoder.EncodeText(codes.Span, present.Span, count, [.. distinct.Values], sessions, writer);
        return count;
    }
}
