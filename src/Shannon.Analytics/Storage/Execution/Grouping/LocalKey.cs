using System.Runtime.InteropServices;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Grouping;

/// <summary>
/// One key that records are grouped by, as codes that hold within one group of rows. Code 0 means that a row has none.
/// Two codes may stand for the same text.
/// </summary>
internal abstract class LocalKey
{
    /// <summary>Codes lie below this.</summary>
    internal abstract int CodeCount { get; }

    /// <summary>True if all rows have the same code, 0 or 1.</summary>
    internal virtual bool IsConstant => false;

    /// <param name="key">The key.</param>
    /// <param name="group">The rows.</param>
    /// <param name="wanted">Which of the group's names matter.</param>
    internal static LocalKey Of(GroupKey key, RowGroup group, ReadOnlySpan<bool> wanted) => key.Kind switch
    {
        GroupKeyKind.Session => group.SessionCodes is { } codes ? new SessionKey(codes, group) : Constant.None,
        GroupKeyKind.User => Inherited(group.Users, group, static session => session.User),
        GroupKeyKind.Project => Inherited(group.Projects, group, static session => session.Project),
        GroupKeyKind.Model => Inherited(group.Models, group, static session => session.Model),
        GroupKeyKind.Name => OfNames(group, wanted, static name => name.Name),
        GroupKeyKind.Category => OfNames(group, wanted, static name => name.Category.ToWord()),
        _ => OfAttribute(group.Attribute(key.AttributeName!), group.Count),
    };

    /// <summary>A key of names alone: the code is the name's index in the group, plus one.</summary>
    internal static LocalKey OfNames(GroupKeyKind kind, RowGroup group)
    {
        string[] texts = new string[group.Names.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = kind == GroupKeyKind.Category ? group.Names[i].Category.ToWord() : group.Names[i].Name;
        }

        return new Coded([], texts);
    }

    /// <summary>Writes the code of each selected row.</summary>
    internal abstract void Fill(in RowSelection rows, Span<int> codes);

    internal abstract string? TextOf(int code);

    /// <summary>A number that stands for the code's text throughout the store; null if there is none.</summary>
    internal virtual long? GlobalOf(int code) => null;

    private static void FillCodes(int[] rowCodes, in RowSelection rows, Span<int> codes)
    {
        if (rows.IsRange)
        {
            ReadOnlySpan<int> source = rowCodes.AsSpan(rows.Start, rows.Count);
            for (int i = 0; i < source.Length; i++)
            {
                codes[i] = source[i] + 1;
            }

            return;
        }

        ReadOnlySpan<int> list = rows.Rows;
        for (int i = 0; i < list.Length; i++)
        {
            codes[i] = rowCodes[list[i]] + 1;
        }
    }

    private static LocalKey OfNames(RowGroup group, ReadOnlySpan<bool> wanted, Func<MetricName, string> text)
    {
        int first = wanted.IndexOf(true);
        if (first == wanted.LastIndexOf(true))
        {
            return new Constant(text(group.Names[first]));
        }

        string[] texts = new string[group.Names.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = text(group.Names[i]);
        }

        return new Coded(group.NameCodes!, texts);
    }

    private static LocalKey Inherited(DecodedText? own, RowGroup group, Func<SessionInfo, string?> inherit)
    {
        string[] ownTexts = own?.Dictionary ?? [];
        if (group.SessionCodes is not { } sessionCodes)
        {
            return own is null ? Constant.None : new Coded(own.Codes, ownTexts);
        }

        IReadOnlyList<SessionInfo> sessions = group.Sessions;
        int[] inherited = new int[sessions.Count];
        List<string> texts = [.. ownTexts];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < inherited.Length; i++)
        {
            if (inherit(sessions[i]) is { } text)
            {
                ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, text, out bool known);
                if (!known)
                {
                    texts.Add(text);
                    place = texts.Count;
                }

                inherited[i] = place;
            }
        }

        return places.Count == 0
            ? own is null ? Constant.None : new Coded(own.Codes, ownTexts)
            : new InheritedCodes(own?.Codes, sessionCodes, inherited, texts);
    }

    private static LocalKey OfAttribute(DecodedAttribute? column, int count) => column switch
    {
        null => Constant.None,
        { Text: { } text } => new Coded(text.Codes, text.Dictionary),
        { Numbers: { } numbers } => new Numbers(column, numbers),
        _ => Mixed.Make(column.Mixed!, count),
    };

    private sealed class Constant(string? text) : LocalKey
    {
        internal static Constant None { get; } = new(null);

        internal override int CodeCount => 2;

        internal override bool IsConstant => true;

        internal override void Fill(in RowSelection rows, Span<int> codes) => codes.Fill(text is null ? 0 : 1);

        internal override string? TextOf(int code) => code == 0 ? null : text;
    }

    private sealed class Coded(int[] rowCodes, IReadOnlyList<string> texts) : LocalKey
    {
        internal override int CodeCount => texts.Count + 1;

        internal override void Fill(in RowSelection rows, Span<int> codes) => FillCodes(rowCodes, rows, codes);

        internal override string? TextOf(int code) => code == 0 ? null : texts[code - 1];
    }

    /// <summary>Sessions have numbers that hold throughout the store, so that their texts are looked up once per query.</summary>
    private sealed class SessionKey(int[] rowCodes, RowGroup group) : LocalKey
    {
        internal override int CodeCount => group.SessionIds.Length + 1;

        internal override void Fill(in RowSelection rows, Span<int> codes) => FillCodes(rowCodes, rows, codes);

        internal override long? GlobalOf(int code) => code == 0 ? null : group.SessionIds[code - 1];

        internal override string? TextOf(int code) => code == 0 ? null : group.Sessions[code - 1].Session;
    }

    /// <summary>The row's own text, else its session's.</summary>
    private sealed class InheritedCodes(int[]? own, int[] sessionCodes, int[] inherited, List<string> texts) : LocalKey
    {
        internal override int CodeCount => texts.Count + 1;

        internal override void Fill(in RowSelection rows, Span<int> codes)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                int row = rows.RowAt(i);
                int code = own is null ? -1 : own[row];
                int session = sessionCodes[row];
                codes[i] = code >= 0 ? code + 1 : session >= 0 ? inherited[session] : 0;
            }
        }

        internal override string? TextOf(int code) => code == 0 ? null : texts[code - 1];
    }

    /// <summary>Numbers and booleans: each different one, by its bits, gets the next code.</summary>
    private sealed class Numbers(DecodedAttribute column, DecodedNumbers<double> numbers) : LocalKey
    {
        private readonly Dictionary<long, int> _codes = [];
        private readonly List<string> _texts = [];

        internal override int CodeCount => _texts.Count + 1;

        internal override void Fill(in RowSelection rows, Span<int> codes)
        {
            long lastBits = 0;
            int last = 0;
            for (int i = 0; i < rows.Count; i++)
            {
                int row = rows.RowAt(i);
                if (!numbers.Has(row))
                {
                    codes[i] = 0;
                    continue;
                }

                long bits = BitConverter.DoubleToInt64Bits(numbers.Values[row]);
                if (last == 0 || bits != lastBits)
                {
                    ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(_codes, bits, out bool known);
                    if (!known)
                    {
                        _texts.Add(column.At(row).ToString());
                        code = _texts.Count;
                    }

                    (last, lastBits) = (code, bits);
                }

                codes[i] = last;
            }
        }

        internal override string? TextOf(int code) => code == 0 ? null : _texts[code - 1];
    }

    /// <summary>Values of several kinds, by their text.</summary>
    private sealed class Mixed(int[] rowCodes, List<string> texts) : LocalKey
    {
        internal override int CodeCount => texts.Count + 1;

        internal static Mixed Make(AttributeValue[] values, int count)
        {
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            var texts = new List<string>();
            int[] codes = new int[count];
            for (int row = 0; row < count; row++)
            {
                if (values[row].Kind != AttributeKind.None)
                {
                    string text = values[row].ToString();
                    ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(places, text, out bool known);
                    if (!known)
                    {
                        texts.Add(text);
                        code = texts.Count;
                    }

                    codes[row] = code;
                }
            }

            return new Mixed(codes, texts);
        }

        internal override void Fill(in RowSelection rows, Span<int> codes)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                codes[i] = rowCodes[rows.RowAt(i)];
            }
        }

        internal override string? TextOf(int code) => code == 0 ? null : texts[code - 1];
    }
}
