using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>A text column of a batch: codes into a dictionary of its own, to which each source's codes are mapped as they occur.</summary>
internal sealed class ScanText
{
    private const int Unknown = -2;

    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly int[] _codes;

    /// <param name="count">How many rows the batch has.</param>
    internal ScanText(int count)
    {
        _codes = new int[count];
        _codes.AsSpan().Fill(-1);
    }

    internal bool IsEmpty => _texts.Count == 0;

    /// <summary>The rows' own text, else what their session has.</summary>
    internal void Add(ScanPiece piece, DecodedText? own, ScanColumns columns, Func<SessionInfo, string?> inherit)
    {
        if (columns.SessionCodes is { } sessions)
        {
            Add(piece, sessions, columns.Sessions.Count, code => inherit(columns.Sessions[code]));
        }

        if (own is not null)
        {
            Add(piece, own);
        }
    }

    internal void Add(ScanPiece piece, DecodedText own) => Add(piece, own.Codes, own.Dictionary.Length, code => own.Dictionary[code]);

    /// <summary>Adds codes; rows with code -1 stay as they are.</summary>
    internal void Add(ScanPiece piece, int[] codes, int distinct, Func<int, string?> textOf)
    {
        using Scratch<int> map = new(distinct);
        map.Span.Fill(Unknown);
        ReadOnlySpan<int> places = piece.Places;
        ReadOnlySpan<int> own = codes.AsSpan(piece.Start, places.Length);
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i] >= 0)
            {
                ref int mapped = ref map.Span[own[i]];
                if (mapped == Unknown)
                {
                    mapped = CodeOf(textOf(own[i]));
                }

                _codes[places[i]] = mapped;
            }
        }
    }

    internal void AddConstant(ScanPiece piece, string text)
    {
        int code = CodeOf(text);
        foreach (int place in piece.Places)
        {
            _codes[place] = code;
        }
    }

    /// <summary>Null if no row has a text.</summary>
    internal TextValues? Build() => _texts.Count == 0 ? null : TextValues.OfCodes([.. _texts], _codes);

    private int CodeOf(string? text)
    {
        if (text is null)
        {
            return -1;
        }

        if (!_known.TryGetValue(text, out int code))
        {
            code = _texts.Count;
            _known.Add(text, code);
            _texts.Add(text);
        }

        return code;
    }
}
