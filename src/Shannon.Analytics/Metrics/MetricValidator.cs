using System.Globalization;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Metrics;

/// <summary>Checks metrics against <see cref="MetricLimits"/> before anything of the call is stored.</summary>
internal static class MetricValidator
{
    [ThreadStatic]
    private static FieldChecker? _checker;

    internal static void Validate(MetricInput metric, int? index)
    {
        CheckText(FieldNames.Type, metric.Name, MetricLimits.MaxNameLength, index);
        if (!CategoryNames.IsDefined(metric.Category))
        {
            throw new MetricValidationException(FieldNames.Category, $"has the undefined value {(int)metric.Category}; use a member of MetricCategory.", index);
        }

        CheckOptional(FieldNames.SessionId, metric.SessionId, MetricLimits.MaxIdLength, index);
        CheckOptional(FieldNames.UserId, metric.UserId, MetricLimits.MaxIdLength, index);
        CheckOptional(FieldNames.Project, metric.Project, MetricLimits.MaxProjectLength, index);
        CheckOptional(FieldNames.Model, metric.Model, MetricLimits.MaxIdLength, index);
        if (metric.Timestamp is { } time)
        {
            CheckTime(UnixMicros.From(time), index);
        }

        if (metric.Cost is { } cost)
        {
            CheckCost(cost, index);
        }

        if (metric.Key is { } key)
        {
            CheckText(FieldNames.Key, key.Value, MetricLimits.MaxKeyLength, index);
        }

        if (metric.Merger is not null || metric.Aliases.Count > 0)
        {
            CheckMerging(metric, index);
        }

        FieldChecker checker = _checker ??= new FieldChecker();
        checker.Begin(index);
        metric.Accept(checker);
    }

    internal static void Validate(ColumnBatch batch)
    {
        if (batch.Count is < 0 or > MetricLimits.MaxBatchCount)
        {
            throw TooMany(batch.Count);
        }

        if (!CategoryNames.IsDefined(batch.Category))
        {
            throw new MetricValidationException(FieldNames.Category, $"has the undefined value {(int)batch.Category}; use a member of MetricCategory.");
        }

        int count = batch.Count;
        CheckColumn(FieldNames.Type, batch.Names, count, MetricLimits.MaxNameLength, required: true);
        CheckColumn(FieldNames.SessionId, batch.Sessions, count, MetricLimits.MaxIdLength);
        CheckColumn(FieldNames.UserId, batch.Users, count, MetricLimits.MaxIdLength);
        CheckColumn(FieldNames.Project, batch.Projects, count, MetricLimits.MaxProjectLength);
        CheckColumn(FieldNames.Model, batch.Models, count, MetricLimits.MaxIdLength);
        CheckColumn(FieldNames.Key, batch.Keys, count, MetricLimits.MaxKeyLength);
        CheckColumn(FieldNames.Aliases, batch.Aliases, count, MetricLimits.MaxKeyLength);
        if ((batch.Merger is not null && batch.Keys is null) || (batch.Aliases is not null && batch.Merger is null))
        {
            throw NotMergeable(null);
        }

        CheckLength(FieldNames.KeyRank, batch.KeyRanks.Length, count, optional: true);
        CheckLength(FieldNames.Timestamp, batch.TimestampsMicros.Length, count, optional: true);
        CheckLength(FieldNames.Cost, batch.Costs.Length, count, optional: true);
        ReadOnlySpan<long> times = batch.TimestampsMicros.Span;
        for (int i = 0; i < times.Length; i++)
        {
            if (times[i] < UnixMicros.Min || times[i] > UnixMicros.Max)
            {
                CheckTime(times[i], i);
            }
        }

        ReadOnlySpan<decimal?> costs = batch.Costs.Span;
        for (int i = 0; i < costs.Length; i++)
        {
            if (costs[i] is { } cost)
            {
                CheckCost(cost, i);
            }
        }

        CheckMeasurements(batch);
        CheckAttributes(batch);
    }

    internal static MetricValidationException TooMany(int count) =>
        new("batch", string.Create(CultureInfo.InvariantCulture, $"has {count} metrics; a batch holds 0 to {MetricLimits.MaxBatchCount}. Split it."));

    private static void CheckMerging(MetricInput metric, int? index)
    {
        if (metric.Key is null || metric.Merger is null)
        {
            throw NotMergeable(index);
        }

        if (metric.Aliases.Count > MetricLimits.MaxAliases)
        {
            throw new MetricValidationException(FieldNames.Aliases, string.Create(CultureInfo.InvariantCulture, $"has {metric.Aliases.Count} entries; at most {MetricLimits.MaxAliases} are allowed."), index);
        }

        foreach (string alias in metric.Aliases)
        {
            CheckText(FieldNames.Aliases, alias, MetricLimits.MaxKeyLength, index);
        }
    }

    private static MetricValidationException NotMergeable(int? index) =>
        new(FieldNames.Key, "is missing, or the merger is: a merger needs a key, and aliases need both.", index);

    private static void CheckMeasurements(ColumnBatch batch)
    {
        if (batch.Measurements.Count > MetricLimits.MaxMeasurements)
        {
            throw new MetricValidationException(FieldNames.Measurements, $"has {batch.Measurements.Count} columns; at most {MetricLimits.MaxMeasurements} are allowed.");
        }

        for (int c = 0; c < batch.Measurements.Count; c++)
        {
            MeasurementColumn column = batch.Measurements[c];
            CheckText(FieldNames.Measurements, column.Name, MetricLimits.MaxFieldNameLength, null);
            CheckLength(column.Name, column.Values.Length, batch.Count, optional: false);
            CheckLength(column.Name, column.Present.Length, batch.Count, optional: true);
            for (int other = 0; other < c; other++)
            {
                CheckDistinct(batch.Measurements[other].Name, column.Name);
            }

            ReadOnlySpan<double> values = column.Values.Span;
            ReadOnlySpan<bool> present = column.Present.Span;
            for (int i = 0; i < values.Length; i++)
            {
                if (!double.IsFinite(values[i]) && (present.IsEmpty || present[i]))
                {
                    CheckNumber(column.Name, values[i], i);
                }
            }
        }
    }

    private static void CheckAttributes(ColumnBatch batch)
    {
        if (batch.Attributes.Count > MetricLimits.MaxAttributes)
        {
            throw new MetricValidationException(FieldNames.Attributes, $"has {batch.Attributes.Count} columns; at most {MetricLimits.MaxAttributes} are allowed.");
        }

        for (int c = 0; c < batch.Attributes.Count; c++)
        {
            AttributeColumn column = batch.Attributes[c];
            CheckText(FieldNames.Attributes, column.Name, MetricLimits.MaxFieldNameLength, null);
            for (int other = 0; other < c; other++)
            {
                CheckDistinct(batch.Attributes[other].Name, column.Name);
            }

            if (column.Text is { } text)
            {
                CheckColumn(column.Name, text, batch.Count, MetricLimits.MaxAttributeLength, allowAnyText: true);
                continue;
            }

            if ((column.Numbers?.Length ?? column.Mixed?.Length) is not { } length)
            {
                CheckValue(column.Name, column.ConstantValue, null);
                continue;
            }

            CheckLength(column.Name, length, batch.Count, optional: false);
            for (int i = 0; i < batch.Count; i++)
            {
                CheckValue(column.Name, column.At(i), i);
            }
        }
    }

    private static void CheckDistinct(string one, string other)
    {
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            throw new MetricValidationException("columns", "names the same column twice; merge the two.");
        }
    }

    private static void CheckColumn(string field, TextValues? column, int count, int maximum, bool required = false, bool allowAnyText = false)
    {
        if (column is null)
        {
            if (required)
            {
                throw new MetricValidationException(field, "has no column; it is required.");
            }

            return;
        }

        string?[] values = column.Values ?? column.Dictionary ?? [column.ConstantValue];
        if (column.Values is not null)
        {
            CheckLength(field, values.Length, count, optional: false);
        }

        string? last = null;
        for (int i = 0; i < values.Length; i++)
        {
            string? value = values[i];
            if (ReferenceEquals(value, last) && value is not null)
            {
                continue;
            }

            last = value;
            if (value is null ? required : allowAnyText ? value.Length > maximum : !IsSound(value, maximum))
            {
                int? row = column.Values is null ? null : i;
                if (allowAnyText)
                {
                    throw TooLong(field, value!, maximum, row);
                }

                CheckText(field, value, maximum, row);
            }
        }

        if (column.Codes is { } codes)
        {
            CheckLength(field, codes.Length, count, optional: false);
            int lowest = required ? 0 : -1;
            for (int i = 0; i < codes.Length; i++)
            {
                if (codes[i] < lowest || codes[i] >= values.Length)
                {
                    throw new MetricValidationException(field, string.Create(CultureInfo.InvariantCulture, $"has the code {codes[i]}; its dictionary allows {lowest} to {values.Length - 1}."), i);
                }
            }
        }
    }

    private static void CheckLength(string field, int length, int count, bool optional)
    {
        if (length != count && !(optional && length == 0))
        {
            throw new MetricValidationException(field, string.Create(CultureInfo.InvariantCulture, $"has {length} values for {count} rows; every column needs one value per row."));
        }
    }

    private static void CheckOptional(string field, string? text, int maximum, int? index)
    {
        if (text is not null)
        {
            CheckText(field, text, maximum, index);
        }
    }

    private static void CheckText(string field, string? text, int maximum, int? index)
    {
        if (text is null || !IsSound(text, maximum))
        {
            if (string.IsNullOrEmpty(text))
            {
                throw new MetricValidationException(field, "is empty; leave it out or give at least one character.", index);
            }

            throw text.Length > maximum
                ? TooLong(field, text, maximum, index)
                : new MetricValidationException(field, "holds a NUL character or half of a surrogate pair; remove it.", index);
        }
    }

    private static MetricValidationException TooLong(string field, string text, int maximum, int? index) =>
        new(field, string.Create(CultureInfo.InvariantCulture, $"has {text.Length} characters; at most {maximum} are allowed. Shorten it."), index);

    /// <summary>Whether a text has 1 to <paramref name="maximum"/> characters that can all be stored.</summary>
    internal static bool IsSound(string text, int maximum)
    {
        if ((uint)(text.Length - 1) >= (uint)maximum)
        {
            return false;
        }

        // One pass for the usual case; anything unusual is looked at more closely.
        return text.AsSpan().IndexOfAnyExceptInRange('\u0001', '\uD7FF') < 0
            || (!text.Contains('\0', StringComparison.Ordinal) && HasOnlyWholePairs(text));
    }

    /// <summary>Whether a text can be written as UTF-8 and read back unchanged.</summary>
    internal static bool HasOnlyWholePairs(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void CheckTime(long micros, int? index)
    {
        if (micros < UnixMicros.Min || micros > UnixMicros.Max)
        {
            throw new MetricValidationException(FieldNames.Timestamp, "lies outside 1970-01-01T00:00:00Z to 2199-12-31T23:59:59.999999Z; check unit and epoch of its source.", index);
        }
    }

    private static void CheckCost(decimal cost, int? index)
    {
        if (Math.Abs(cost) > MetricLimits.MaxCost)
        {
            throw new MetricValidationException(FieldNames.Cost, string.Create(CultureInfo.InvariantCulture, $"exceeds {MetricLimits.MaxCost} US dollars in magnitude; check its unit."), index);
        }
    }

    private static void CheckNumber(string field, double value, int? index)
    {
        if (!double.IsFinite(value))
        {
            throw new MetricValidationException(field, string.Create(CultureInfo.InvariantCulture, $"is {value}; only finite numbers are stored. Leave the field out where there is no number."), index);
        }
    }

    private static void CheckValue(string field, AttributeValue value, int? index)
    {
        if (value.Kind == AttributeKind.Number)
        {
            CheckNumber(field, value.RawNumber, index);
        }
        else if (value.Text is { Length: > MetricLimits.MaxAttributeLength } text)
        {
            throw TooLong(field, text, MetricLimits.MaxAttributeLength, index);
        }
    }

    private sealed class FieldChecker : IMetricVisitor
    {
        private readonly string[] _measurements = new string[MetricLimits.MaxMeasurements];
        private int? _index;
        private int _measurementCount;
        private int _attributeCount;

        public void VisitMeasurement(string name, double value)
        {
            CheckText(FieldNames.Measurements, name, MetricLimits.MaxFieldNameLength, _index);
            CheckNumber(name, value, _index);
            if (_measurementCount == MetricLimits.MaxMeasurements)
            {
                throw new MetricValidationException(FieldNames.Measurements, $"has more than {MetricLimits.MaxMeasurements} entries. Split the record.", _index);
            }

            for (int i = 0; i < _measurementCount; i++)
            {
                if (string.Equals(_measurements[i], name, StringComparison.Ordinal))
                {
                    throw new MetricValidationException(name, "is given twice: by a property of the type and by Measurements or a free field. Give it once.", _index);
                }
            }

            _measurements[_measurementCount++] = name;
        }

        public void VisitAttribute(string name, AttributeValue value)
        {
            CheckText(FieldNames.Attributes, name, MetricLimits.MaxFieldNameLength, _index);
            CheckValue(name, value, _index);
            if (++_attributeCount > MetricLimits.MaxAttributes)
            {
                throw new MetricValidationException(FieldNames.Attributes, $"has more than {MetricLimits.MaxAttributes} entries. Put the rest into one JSON value.", _index);
            }
        }

        internal void Begin(int? index)
        {
            _index = index;
            _measurementCount = 0;
            _attributeCount = 0;
        }
    }
}
