using System.Runtime.InteropServices;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>Writes the bodies of columns, which read like those of journal blocks: presence first, then only the values that are there.</summary>
internal static class SegmentColumnEncoder
{
    /// <summary>Codes, -1 where absent; overwrites them.</summary>
    internal static void EncodeCodes(Span<int> codes, Span<bool> present, int presentCount, int distinct, ByteWriter writer) =>
        CodeColumn.Encode(Dense(codes, present, presentCount, writer), Math.Max(distinct, 1), writer);

    /// <summary>Texts by a dictionary.</summary>
    /// <param name="codes">The codes, -1 where absent; overwritten.</param>
    /// <param name="present">Where there is one.</param>
    /// <param name="presentCount">How many there are.</param>
    /// <param name="dictionary">The texts.</param>
    /// <param name="sessions">The rows' sessions, on which the text may depend; null if some row has none.</param>
    /// <param name="writer">Receives the body.</param>
    internal static void EncodeText(Span<int> codes, Span<bool> present, int presentCount, List<string> dictionary, Determinant? sessions, ByteWriter writer)
    {
        ReadOnlySpan<int> dense = Dense(codes, present, presentCount, writer);
        if (dictionary.Count > BlockFormat.MaxDictionary && dictionary.Count > presentCount / 2)
        {
            var values = new string[presentCount];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = dictionary[dense[i]];
            }

            writer.WriteVarUInt(0);
            TextColumn.Encode(values, writer);
            return;
        }

        writer.WriteVarUInt((ulong)dictionary.Count);
        TextColumn.Encode(CollectionsMarshal.AsSpan(dictionary), writer);
        CodeColumn.Encode(dense, Math.Max(dictionary.Count, 1), writer, presentCount == codes.Length ? sessions : null);
    }

    /// <summary>Texts without a dictionary, null where absent.</summary>
    internal static void EncodePlainText(ReadOnlySpan<string?> values, int presentCount, ByteWriter writer)
    {
        using Scratch<bool> present = new(values.Length);
        var dense = new string[presentCount];
        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            present.Span[i] = values[i] is not null;
            if (values[i] is { } value)
            {
                dense[next++] = value;
            }
        }

        PresenceColumn.Encode(present.Span, writer);
        writer.WriteVarUInt(0);
        TextColumn.Encode(dense, writer);
    }

    internal static void EncodeDoubles(Span<double> values, Span<bool> present, int presentCount, ByteWriter writer) =>
        DoubleColumn.Encode(Dense(values, present, presentCount, writer), writer);

    internal static void EncodeLongs(Span<long> values, Span<bool> present, int presentCount, ByteWriter writer) =>
        LongColumn.Encode(Dense(values, present, presentCount, writer), writer);

    private static ReadOnlySpan<T> Dense<T>(Span<T> values, Span<bool> present, int presentCount, ByteWriter writer)
    {
        PresenceColumn.Encode(present, writer);
        if (presentCount == values.Length)
        {
            return values;
        }

        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // Never behind i, so nothing is overwritten before it is read.
            values[next] = values[i];
            next += present[i] ? 1 : 0;
        }

        return values[..next];
    }
}
