using System.Buffers.Binary;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Checks a block and decodes it. Anything that does not fit is a typed error naming the block, never a wrong number.</summary>
internal static class BlockDecoder
{
    private const int MaxIds = 1 << 20;

    /// <summary>Decodes the block of the journal row <paramref name="firstId"/>.</summary>
    /// <exception cref="StoreCorruptException">The bytes fail their checksum or contradict the directory.</exception>
    /// <exception cref="StoreVersionException">The block has a version this release does not know.</exception>
    internal static DecodedBlock Decode(long firstId, int count, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < BlockFormat.HeaderBytes || bytes[0] != BlockFormat.Magic0 || bytes[1] != BlockFormat.Magic1)
        {
            throw Corrupt(firstId, "it does not begin like a block");
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[4..]) != BlockEncoder.Checksum(firstId, bytes))
        {
            throw Corrupt(firstId, "its checksum does not match");
        }

        if (bytes[2] != BlockFormat.Version || bytes[3] != 0)
        {
            throw new StoreVersionException($"Journal block {firstId} has format version {bytes[2]} with flags {bytes[3]}; this release reads version {BlockFormat.Version} with flags 0. Update Shannon.Analytics.");
        }

        try
        {
            return DecodeBody(firstId, count, bytes);
        }
        catch (CodecException error)
        {
            throw new StoreCorruptException($"Journal block {firstId} is damaged: {error.Message} Restore the file from a backup.", error);
        }
    }

    private static DecodedBlock DecodeBody(long firstId, int count, ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes[BlockFormat.HeaderBytes..]);
        long[] names = new long[reader.ReadCount(MaxIds)];
        LongColumn.Decode(ref reader, names);
        long[] sessions = new long[reader.ReadCount(MaxIds)];
        LongColumn.Decode(ref reader, sessions);
        if (reader.ReadCount(BlockFormat.MaxRows) != count)
        {
            throw Corrupt(firstId, "it has another number of records than the directory says");
        }

        long[] times = new long[count];
        LongColumn.Decode(ref reader, times);
        int[] nameCodes = new int[count];
        DecodeReferences(ref reader, names.Length, nameCodes);
        int[] sessionCodes = DecodeCodes(ref reader, count, sessions.Length) ?? AllAbsent(count);
        DecodedText? users = DecodeText(ref reader, count);
        DecodedText? projects = DecodeText(ref reader, count);
        DecodedText? models = DecodeText(ref reader, count);
        DecodedNumbers<long>? costs = DecodeLongs(ref reader, count);
        DecodedText? keys = DecodeText(ref reader, count);
        DecodedNumbers<long>? ranks = DecodeLongs(ref reader, count);
        var measurements = new DecodedNumbers<double>[reader.ReadCount(BlockFormat.MaxMeasurementColumns)];
        for (int i = 0; i < measurements.Length; i++)
        {
            measurements[i] = DecodeDoubles(ref reader, count, reader.ReadText());
        }

        var attributes = new DecodedAttribute[reader.ReadCount(BlockFormat.MaxAttributeColumns)];
        for (int i = 0; i < attributes.Length; i++)
        {
            attributes[i] = DecodeAttribute(ref reader, count);
        }

        DecodedResidual? residual = DecodeResidual(ref reader, count);
        if (reader.Remaining != 0)
        {
            throw Corrupt(firstId, "bytes are left over behind its last column");
        }

        return new DecodedBlock
        {
            FirstId = firstId,
            Count = count,
            Times = times,
            Ids = new BlockIds(names, sessions),
            NameCodes = nameCodes,
            SessionCodes = sessionCodes,
            Users = users,
            Projects = projects,
            Models = models,
            Costs = costs,
            Keys = keys,
            Ranks = ranks,
            Measurements = measurements,
            Attributes = attributes,
            Residual = residual,
            Bytes = 512 + (bytes.Length * 2L) + ((long)count * (16 + (12 * (measurements.Length + attributes.Length + 3)))),
        };
    }

    private static StoreCorruptException Corrupt(long firstId, string what) =>
        new($"Journal block {firstId} is damaged: {what}. Nothing of it is returned. Restore the file from a backup.");

    private static int[] AllAbsent(int count)
    {
        int[] codes = new int[count];
        Array.Fill(codes, -1);
        return codes;
    }

    // The codec takes one distinct value at least, also where there are no codes; code 0 of an empty table would lie behind its end.
    private static void DecodeReferences(ref ByteReader reader, int tableLength, Span<int> codes)
    {
        if (tableLength == 0 && !codes.IsEmpty)
        {
            throw new CodecException("a column refers to a table without entries.");
        }

        CodeColumn.Decode(ref reader, Math.Max(tableLength, 1), codes);
    }

    private static int[]? DecodeCodes(ref ByteReader reader, int count, int distinct)
    {
        bool[]? present = DecodePresence(ref reader, count, out int presentCount);
        int[] dense = new int[presentCount];
        DecodeReferences(ref reader, distinct, dense);
        return presentCount == 0 ? null : Spread(dense, present, count, -1);
    }

    private static bool[]? DecodePresence(ref ByteReader reader, int count, out int presentCount)
    {
        if (PresenceColumn.TryReadAll(ref reader, count))
        {
            presentCount = count;
            return null;
        }

        bool[] present = new bool[count];
        presentCount = PresenceColumn.Decode(ref reader, present);
        return presentCount == count ? null : present;
    }

    private static T[] Spread<T>(T[] dense, bool[]? present, int count, T absent)
    {
        if (present is null)
        {
            return dense;
        }

        var spread = new T[count];
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            spread[i] = present[i] ? dense[next++] : absent;
        }

        return spread;
    }

    private static DecodedText? DecodeText(ref ByteReader reader, int count)
    {
        bool[]? present = DecodePresence(ref reader, count, out int presentCount);
        int distinct = reader.ReadCount(BlockFormat.MaxRows);
        if (presentCount == 0)
        {
            return null;
        }

        string[] dictionary = new string[distinct == 0 ? presentCount : distinct];
        TextColumn.Decode(ref reader, dictionary, TextLimits.MaxValueBytes);
        int[] dense = new int[presentCount];
        if (distinct == 0)
        {
            for (int i = 0; i < dense.Length; i++)
            {
                dense[i] = i;
            }
        }
        else
        {
            CodeColumn.Decode(ref reader, distinct, dense);
        }

        return new DecodedText(dictionary, Spread(dense, present, count, -1));
    }

    private static DecodedNumbers<long>? DecodeLongs(ref ByteReader reader, int count)
    {
        bool[]? present = DecodePresence(ref reader, count, out int presentCount);
        long[] dense = new long[presentCount];
        LongColumn.Decode(ref reader, dense);
        return presentCount == 0 ? null : new DecodedNumbers<long>(string.Empty, Spread(dense, present, count, 0), present);
    }

    private static DecodedNumbers<double> DecodeDoubles(ref ByteReader reader, int count, string name)
    {
        bool[]? present = DecodePresence(ref reader, count, out int presentCount);
        double[] dense = new double[presentCount];
        DoubleColumn.Decode(ref reader, dense);
        return new DecodedNumbers<double>(name, Spread(dense, present, count, 0), present);
    }

    private static DecodedAttribute DecodeAttribute(ref ByteReader reader, int count)
    {
        string name = reader.ReadText();
        var form = (AttributeForm)reader.ReadByte();
        switch (form)
        {
            case AttributeForm.Text or AttributeForm.Json:
                return new DecodedAttribute(name, form, DecodeText(ref reader, count) ?? new DecodedText([], AllAbsent(count)), null, null);
            case AttributeForm.Number or AttributeForm.Boolean:
                return new DecodedAttribute(name, form, null, DecodeDoubles(ref reader, count, name), null);
            case AttributeForm.Mixed:
                bool[]? present = DecodePresence(ref reader, count, out int presentCount);
                var dense = new AttributeValue[presentCount];
                MixedColumnBuilder.DecodeValues(ref reader, dense);
                return new DecodedAttribute(name, form, null, null, Spread(dense, present, count, default));
            default:
                throw new CodecException($"an attribute column has the unknown form {(byte)form}.");
        }
    }

    private static DecodedResidual? DecodeResidual(ref ByteReader reader, int count)
    {
        int entries = reader.ReadCount(count * (MetricLimits.MaxAttributes + MetricLimits.MaxMeasurements));
        if (entries == 0)
        {
            return null;
        }

        string[] names = new string[reader.ReadCount(entries)];
        TextColumn.Decode(ref reader, names, TextLimits.MaxValueBytes);
        long[] rows = new long[entries];
        LongColumn.Decode(ref reader, rows);
        int[] codes = new int[entries];
        DecodeReferences(ref reader, names.Length, codes);
        var values = new AttributeValue[entries];
        MixedColumnBuilder.DecodeValues(ref reader, values);
        return new DecodedResidual(rows, names, codes, values);
    }
}
