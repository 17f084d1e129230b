using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>A block in memory. Immutable, so it can be cached and read from any thread.</summary>
internal sealed class DecodedBlock
{
    internal required long FirstId { get; init; }

    internal required int Count { get; init; }

    /// <summary>Each row's id; null if they count on from <see cref="FirstId"/>.</summary>
    internal long[]? RowIds { get; init; }

    internal required long[] Times { get; init; }

    internal required BlockIds Ids { get; init; }

    internal required int[] NameCodes { get; init; }

    /// <summary>Each row's position in <see cref="BlockIds.Sessions"/>, or -1.</summary>
    internal required int[] SessionCodes { get; init; }

    internal DecodedText? Users { get; init; }

    internal DecodedText? Projects { get; init; }

    internal DecodedText? Models { get; init; }

    internal DecodedNumbers<long>? Costs { get; init; }

    internal DecodedText? Keys { get; init; }

    internal DecodedNumbers<long>? Ranks { get; init; }

    /// <summary>The id of the record that each row replaced; only segments keep it.</summary>
    internal DecodedNumbers<long>? Replaces { get; init; }

    internal required DecodedNumbers<double>[] Measurements { get; init; }

    internal required DecodedAttribute[] Attributes { get; init; }

    internal DecodedResidual? Residual { get; init; }

    /// <summary>About how much memory the block holds.</summary>
    internal required long Bytes { get; init; }

    internal IReadOnlyCollection<string> MeasurementNames => [.. Measurements.Select(column => column.Name), .. Residual?.NamesOf(measurements: true) ?? []];

    internal IReadOnlyCollection<string> AttributeNames => [.. Attributes.Select(column => column.Name), .. Residual?.NamesOf(measurements: false) ?? []];

    internal long IdAt(int row) => RowIds is null ? FirstId + row : RowIds[row];

    /// <summary>A measurement as a column, wherever it is kept; null if it does not occur.</summary>
    internal DecodedNumbers<double>? MeasurementColumn(string name) =>
        Array.Find(Measurements, column => string.Equals(column.Name, name, StringComparison.Ordinal)) ?? Residual?.MeasurementColumn(name, Count);

    /// <summary>An attribute as a column, wherever it is kept; null if it does not occur.</summary>
    internal DecodedAttribute? AttributeColumn(string name) =>
        Array.Find(Attributes, column => string.Equals(column.Name, name, StringComparison.Ordinal)) ?? Residual?.AttributeColumn(name, Count);

    internal bool HasMeasurement(int row, string name)
    {
        foreach (DecodedNumbers<double> column in Measurements)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column.Has(row);
            }
        }

        if (Residual is not null)
        {
            var (start, end) = Residual.EntriesOf(row);
            for (int i = start; i < end; i++)
            {
                if (Residual.ValueAt(i).Kind == AttributeKind.None && string.Equals(Residual.NameAt(i), name, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    internal AttributeValue AttributeAt(int row, string name)
    {
        foreach (DecodedAttribute column in Attributes)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column.At(row);
            }
        }

        if (Residual is not null)
        {
            var (start, end) = Residual.EntriesOf(row);
            for (int i = start; i < end; i++)
            {
                if (Residual.ValueAt(i).Kind != AttributeKind.None && string.Equals(Residual.NameAt(i), name, StringComparison.Ordinal))
                {
                    return Residual.ValueAt(i);
                }
            }
        }

        return default;
    }

    internal MeasurementSet MeasurementsAt(int row)
    {
        var names = new List<string>(Measurements.Length);
        var values = new List<double>(Measurements.Length);
        foreach (DecodedNumbers<double> column in Measurements)
        {
            if (column.Has(row))
            {
                names.Add(column.Name);
                values.Add(column.Values[row]);
            }
        }

        if (Residual is not null)
        {
            var (start, end) = Residual.EntriesOf(row);
            for (int i = start; i < end; i++)
            {
                if (Residual.ValueAt(i).Kind == AttributeKind.None)
                {
                    names.Add(Residual.NameAt(i));
                    values.Add(Residual.ValueAt(i).RawNumber);
                }
            }
        }

        return names.Count == 0 ? MeasurementSet.Empty : new MeasurementSet([.. names], [.. values]);
    }

    internal AttributeSet AttributesAt(int row)
    {
        var names = new List<string>(Attributes.Length);
        var values = new List<AttributeValue>(Attributes.Length);
        foreach (DecodedAttribute column in Attributes)
        {
            if (column.At(row) is { Kind: not AttributeKind.None } value)
            {
                names.Add(column.Name);
                values.Add(value);
            }
        }

        if (Residual is not null)
        {
            var (start, end) = Residual.EntriesOf(row);
            for (int i = start; i < end; i++)
            {
                if (Residual.ValueAt(i).Kind != AttributeKind.None)
                {
                    names.Add(Residual.NameAt(i));
                    values.Add(Residual.ValueAt(i));
                }
            }
        }

        return names.Count == 0 ? AttributeSet.Empty : new AttributeSet([.. names], [.. values]);
    }
}
