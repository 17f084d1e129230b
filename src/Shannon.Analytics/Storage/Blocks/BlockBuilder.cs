using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>
/// Turns validated metrics into the columns of one block. Rows keep the order in which they were added. Reusable after
/// <see cref="Clear"/>; not thread-safe.
/// </summary>
internal sealed partial class BlockBuilder : IMetricVisitor
{
    private readonly NameColumnBuilder _names = new();
    private readonly TextColumnBuilder _sessions = new();
    private readonly TextColumnBuilder _users = new();
    private readonly TextColumnBuilder _projects = new();
    private readonly TextColumnBuilder _models = new();
    private readonly LongColumnBuilder _costs = new();
    private readonly TextColumnBuilder _keys = new();
    private readonly LongColumnBuilder _ranks = new();
    private readonly List<MeasurementBuilder> _measurements = [];
    private readonly List<AttributeBuilder> _attributes = [];
    private readonly ResidualBuilder _residual = new();
    private readonly List<SessionUpdate> _sessionUpdates = [];
    private long[] _times = [];
    private int _row;
    private int _nextMeasurement;
    private int _nextAttribute;

    internal int Count { get; private set; }

    internal long MinTime { get; private set; } = long.MaxValue;

    internal long MaxTime { get; private set; } = long.MinValue;

    internal IReadOnlyList<MetricName> Names => _names.Dictionary;

    internal IReadOnlyList<string> Sessions => _sessions.Dictionary;

    internal IReadOnlyList<SessionUpdate> SessionUpdates => _sessionUpdates;

    internal bool HasKeys => _keys.Count > 0;

    internal void Add(MetricInput metric, long timeMicros)
    {
        _row = Count;
        _nextMeasurement = 0;
        _nextAttribute = 0;
        AddTime(timeMicros);
        _names.Add(metric.Category, metric.Name);
        AddOptional(_sessions, metric.SessionId);
        AddOptional(_users, metric.UserId);
        AddOptional(_projects, metric.Project);
        AddOptional(_models, metric.Model);
        if (metric.Cost is { } cost)
        {
            _costs.Add(_row, NanoCost.From(cost));
        }

        if (metric.Key is { } key)
        {
            _keys.Add(_row, key.Value);
            _ranks.Add(_row, key.Rank);
        }

        metric.Accept(this);
        Count++;
        NoteSession(_row, metric.Category, metric.Name, metric.SessionId, metric.UserId, metric.Project, metric.Model, timeMicros);
    }

    /// <summary>Adds rows <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> of a batch.</summary>
    internal void AddRange(ColumnBatch batch, int from, int count, long nowMicros)
    {
        if (from != 0 || count != batch.Count)
        {
            batch = Slice(batch, from, count);
        }

        int first = Count;
        AddTimes(batch.TimestampsMicros.Span, count, nowMicros);
        _names.AddRange(batch.Category, batch.Names, 0, count);
        AddOptional(_sessions, first, count, batch.Sessions);
        AddOptional(_users, first, count, batch.Users);
        AddOptional(_projects, first, count, batch.Projects);
        AddOptional(_models, first, count, batch.Models);
        AddOptional(_keys, first, count, batch.Keys);
        for (int i = 0; i < batch.Costs.Length; i++)
        {
            if (batch.Costs.Span[i] is { } cost)
            {
                _costs.Add(first + i, NanoCost.From(cost));
            }
        }

        for (int i = 0; batch.Keys is not null && i < count; i++)
        {
            if (batch.Keys.At(i) is not null)
            {
                _ranks.Add(first + i, batch.KeyRanks.IsEmpty ? 0 : batch.KeyRanks.Span[i]);
            }
        }

        foreach (MeasurementColumn column in batch.Measurements)
        {
            if (MeasurementFor(column.Name) is { } builder)
            {
                builder.AddRange(first, column.Values.Span, column.Present.Span);
            }
            else
            {
                AddResidual(first, count, column);
            }
        }

        foreach (AttributeColumn column in batch.Attributes)
        {
            if (AttributeFor(column.Name) is { } builder)
            {
                builder.AddRange(first, count, column);
            }
            else
            {
                AddResidual(first, count, column);
            }
        }

        Count += count;
        if (batch.Category is MetricCategory.Session or MetricCategory.Event && batch.Sessions is not null)
        {
            for (int i = 0; i < count; i++)
            {
                NoteSession(first + i, batch.Category, _names.At(first + i).Name, batch.Sessions.At(i), batch.Users?.At(i), batch.Projects?.At(i), batch.Models?.At(i), _times[first + i]);
            }
        }
    }

    void IMetricVisitor.VisitMeasurement(string name, double value)
    {
        // The next record usually has the fields of the last one, in the same order.
        if (_nextMeasurement < _measurements.Count && ReferenceEquals(_measurements[_nextMeasurement].Name, name))
        {
            _measurements[_nextMeasurement++].Add(_row, value);
        }
        else if (MeasurementFor(name) is { } builder)
        {
            builder.Add(_row, value);
        }
        else
        {
            _residual.Add(_row, name, AttributeValue.OfStored(AttributeKind.None, null, value));
        }
    }

    void IMetricVisitor.VisitAttribute(string name, AttributeValue value)
    {
        if (_nextAttribute < _attributes.Count && ReferenceEquals(_attributes[_nextAttribute].Name, name))
        {
            _attributes[_nextAttribute++].Add(_row, value);
        }
        else if (AttributeFor(name) is { } builder)
        {
            builder.Add(_row, value);
        }
        else
        {
            _residual.Add(_row, name, value);
        }
    }

    /// <summary>Hands every keyed row's place, key and rank to <paramref name="visit"/>, in row order.</summary>
    internal void VisitKeys(Action<int, string, long> visit)
    {
        for (int i = 0; i < _keys.Count; i++)
        {
            visit(_keys.RowAtIndex(i), _keys.ValueAtIndex(i), _ranks.ValueAtIndex(i));
        }
    }

    /// <summary>Drops every row for which <paramref name="keep"/> is false, without a trace.</summary>
    internal void Compact(ReadOnlySpan<bool> keep)
    {
        int[] newRows = new int[Count];
        int kept = 0;
        for (int i = 0; i < newRows.Length; i++)
        {
            newRows[i] = keep[i] ? kept++ : -1;
        }

        if (kept == Count)
        {
            return;
        }

        MinTime = long.MaxValue;
        MaxTime = long.MinValue;
        for (int i = 0; i < newRows.Length; i++)
        {
            if (keep[i])
            {
                long time = _times[i];
                _times[newRows[i]] = time;
                MinTime = Math.Min(MinTime, time);
                MaxTime = Math.Max(MaxTime, time);
            }
        }

        _names.Compact(newRows);
        _sessions.Compact(newRows);
        _users.Compact(newRows);
        _projects.Compact(newRows);
        _models.Compact(newRows);
        _costs.Compact(newRows);
        _keys.Compact(newRows);
        _ranks.Compact(newRows);
        _measurements.ForEach(column => column.Compact(newRows));
        _attributes.ForEach(column => column.Compact(newRows));
        _residual.Compact(newRows);
        for (int i = _sessionUpdates.Count - 1; i >= 0; i--)
        {
            int row = newRows[_sessionUpdates[i].Row];
            if (row < 0)
            {
                _sessionUpdates.RemoveAt(i);
            }
            else
            {
                _sessionUpdates[i] = _sessionUpdates[i] with { Row = row };
            }
        }

        Count = kept;
    }

    internal void Clear()
    {
        _names.Clear();
        _sessions.Clear();
        _users.Clear();
        _projects.Clear();
        _models.Clear();
        _costs.Clear();
        _keys.Clear();
        _ranks.Clear();
        ClearColumns();
        _residual.Clear();
        _sessionUpdates.Clear();
        Count = 0;
        MinTime = long.MaxValue;
        MaxTime = long.MinValue;
    }

    /// <summary>Encodes the columns. The result lacks the global ids, which are known only inside the commit.</summary>
    internal void EncodeBody(ByteWriter writer)
    {
        writer.WriteVarUInt((ulong)Count);
        LongColumn.Encode(_times.AsSpan(0, Count), writer);
        _names.EncodeCodes(writer);
        _sessions.EncodeCodes(Count, writer);
        _users.Encode(Count, writer);
        _projects.Encode(Count, writer);
        _models.Encode(Count, writer);
        _costs.Encode(Count, writer);
        _keys.Encode(Count, writer);
        _ranks.Encode(Count, writer);
        writer.WriteVarUInt((ulong)_measurements.Count(column => column.Count > 0));
        foreach (MeasurementBuilder column in _measurements)
        {
            if (column.Count > 0)
            {
                writer.WriteText(column.Name);
                column.Encode(Count, writer);
            }
        }

        writer.WriteVarUInt((ulong)_attributes.Count(column => column.Count > 0));
        foreach (AttributeBuilder column in _attributes)
        {
            if (column.Count > 0)
            {
                writer.WriteText(column.Name);
                column.Encode(Count, writer);
            }
        }

        _residual.Encode(writer);
    }

    private static ColumnBatch Slice(ColumnBatch batch, int from, int count) => batch with
    {
        Count = count,
        Names = Slice(batch.Names, from, count)!,
        TimestampsMicros = batch.TimestampsMicros.IsEmpty ? default : batch.TimestampsMicros.Slice(from, count),
        Sessions = Slice(batch.Sessions, from, count),
        Users = Slice(batch.Users, from, count),
        Projects = Slice(batch.Projects, from, count),
        Models = Slice(batch.Models, from, count),
        Keys = Slice(batch.Keys, from, count),
        Aliases = Slice(batch.Aliases, from, count),
        KeyRanks = batch.KeyRanks.IsEmpty ? default : batch.KeyRanks.Slice(from, count),
        Costs = batch.Costs.IsEmpty ? default : batch.Costs.Slice(from, count),
        Measurements = [.. batch.Measurements.Select(column => column with
        {
            Values = column.Values.Slice(from, count),
            Present = column.Present.IsEmpty ? default : column.Present.Slice(from, count),
        })],
        Attributes = [.. batch.Attributes.Select(column =>
            column.Text is { } text ? AttributeColumn.OfText(column.Name, Slice(text, from, count)!)
            : column.Numbers is { } numbers ? AttributeColumn.OfNumbers(column.Name, numbers.Slice(from, count))
            : column.Mixed is { } mixed ? AttributeColumn.OfValues(column.Name, mixed.Slice(from, count))
            : column)],
    };

    private static TextValues? Slice(TextValues? values, int from, int count) =>
        values?.Codes is { } codes ? TextValues.OfCodes(values.Dictionary!, codes[from..(from + count)])
        : values?.Values is { } each ? TextValues.Of(each[from..(from + count)])
        : values;

    private static void AddOptional(TextColumnBuilder column, int first, int count, TextValues? values)
    {
        if (values is not null)
        {
            column.AddRange(first, count, values);
        }
    }

    private void AddOptional(TextColumnBuilder column, string? value)
    {
        if (value is not null)
        {
            column.Add(_row, value);
        }
    }

    private void NoteSession(int row, MetricCategory category, string name, string? session, string? user, string? project, string? model, long time)
    {
        bool describes = category == MetricCategory.Session || (category == MetricCategory.Event && name is FieldNames.SessionStart or FieldNames.SessionEnd);
        if (describes && session is not null && (user ?? project ?? model) is not null)
        {
            _sessionUpdates.Add(new SessionUpdate(row, session, user, project, model, time));
        }
    }

    // Names in use keep their column and its memory; others make room, so that stale names never crowd out new ones.
    private void ClearColumns()
    {
        _measurements.RemoveAll(column => column.Count == 0);
        _attributes.RemoveAll(column => column.Count == 0);
        _measurements.ForEach(column => column.Clear());
        _attributes.ForEach(column => column.Clear());
    }

    private void AddTime(long time)
    {
        EnsureTimes(Count + 1);
        _times[Count] = time;
        MinTime = Math.Min(MinTime, time);
        MaxTime = Math.Max(MaxTime, time);
    }

    private void AddTimes(ReadOnlySpan<long> times, int count, long now)
    {
        EnsureTimes(Count + count);
        Span<long> target = _times.AsSpan(Count, count);
        if (times.IsEmpty)
        {
            target.Fill(now);
        }
        else
        {
            times.CopyTo(target);
        }

        foreach (long time in target)
        {
            MinTime = Math.Min(MinTime, time);
            MaxTime = Math.Max(MaxTime, time);
        }
    }

    private void EnsureTimes(int capacity)
    {
        if (capacity > _times.Length)
        {
            Array.Resize(ref _times, Math.Max(capacity, Math.Max(64, _times.Length * 2)));
        }
    }

    private MeasurementBuilder? MeasurementFor(string name)
    {
        for (int i = 0; i < _measurements.Count; i++)
        {
            if (string.Equals(_measurements[i].Name, name, StringComparison.Ordinal))
            {
                _nextMeasurement = i + 1;
                return _measurements[i];
            }
        }

        if (_measurements.Count == BlockFormat.MaxMeasurementColumns)
        {
            return null;
        }

        var added = new MeasurementBuilder(name);
        _measurements.Add(added);
        _nextMeasurement = _measurements.Count;
        return added;
    }

    private AttributeBuilder? AttributeFor(string name)
    {
        for (int i = 0; i < _attributes.Count; i++)
        {
            if (string.Equals(_attributes[i].Name, name, StringComparison.Ordinal))
            {
                _nextAttribute = i + 1;
                return _attributes[i];
            }
        }

        if (_attributes.Count == BlockFormat.MaxAttributeColumns)
        {
            return null;
        }

        var added = new AttributeBuilder(name);
        _attributes.Add(added);
        _nextAttribute = _attributes.Count;
        return added;
    }

    private void AddResidual(int first, int count, MeasurementColumn column)
    {
        for (int i = 0; i < count; i++)
        {
            if (column.Present.IsEmpty || column.Present.Span[i])
            {
                _residual.Add(first + i, column.Name, AttributeValue.OfStored(AttributeKind.None, null, column.Values.Span[i]));
            }
        }
    }

    private void AddResidual(int first, int count, AttributeColumn column)
    {
        for (int i = 0; i < count; i++)
        {
            if (column.At(i) is { Kind: not AttributeKind.None } value)
            {
                _residual.Add(first + i, column.Name, value);
            }
        }
    }
}
