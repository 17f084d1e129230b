using System.Runtime.CompilerServices;
using System.Text;
using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>
/// Records of one metric that wait to be stored, as columns. Of copies of a record only the best is kept, so that the lines of one response make one
/// row. Not thread-safe.
/// </summary>
internal sealed class RecordTable
{
    private const int FirstCapacity = 256;
    private const long LowBits = 3;
    private readonly MetricCategory _category;
    private readonly string _name;
    private readonly NumberColumn[] _numbers;
    private readonly TextColumn[] _texts;
    private readonly ValueColumn[] _values;
    private readonly LedgerMerger? _merger;
    private readonly long _sourceRank;
    private readonly string _source;
    private readonly Dictionary<ulong, int> _rows = [];
    private long[] _times = new long[FirstCapacity];
    private string?[] _sessions = new string?[FirstCapacity];
    private string?[] _projects = new string?[FirstCapacity];
    private string?[] _models = new string?[FirstCapacity];
    private string?[] _keys = new string?[FirstCapacity];
    private string?[] _aliases = new string?[FirstCapacity];
    private long[] _ranks = new long[FirstCapacity];
    private decimal?[] _costs = new decimal?[FirstCapacity];
    private bool _hasCosts;
    private bool _hasAliases;

    /// <param name="category">The category of all records.</param>
    /// <param name="name">The name of all records.</param>
    /// <param name="source">Where all records come from.</param>
    /// <param name="merger">How they merge with what other sources say; null if the better copy says it all.</param>
    /// <param name="measurements">The measurements, by column.</param>
    /// <param name="texts">The attributes that hold text, by column.</param>
    /// <param name="values">The other attributes, by column.</param>
    internal RecordTable(MetricCategory category, string name, LedgerSource source, LedgerMerger? merger, string[] measurements, string[] texts, string[] values)
    {
        _category = category;
        _name = name;
        _source = SourceWords.Of(source);
        _merger = merger;
        _sourceRank = merger?.Plan.RankOf(source) ?? (LedgerSource.OpenTelemetry - source);
        _numbers = Array.ConvertAll(measurements, column => new NumberColumn(column));
        _texts = Array.ConvertAll(texts, column => new TextColumn(column));
        _values = Array.ConvertAll(values, column => new ValueColumn(column));
    }

    internal int Count { get; private set; }

    /// <summary>Finds a place for a record: a new row, or the row of a lesser copy, emptied.</summary>
    /// <returns>False if a copy that is at least as good is here.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool TryPlace(ReadOnlySpan<byte> key, ulong hash, long rank, out int row)
    {
        // Of records that do not merge the lowest bits tell sources apart that give a line the same id and time.
        rank = (_merger is null ? rank & ~LowBits : rank) | _sourceRank;
        if (_rows.TryGetValue(hash, out row))
        {
            if (_ranks[row] >= rank)
            {
                return false;
            }

            Empty(row);
        }
        else
        {
            row = Count++;
            EnsureCapacity();
            _rows.Add(hash, row);
            _keys[row] = Encoding.UTF8.GetString(key);
        }

        _ranks[row] = rank;
        return true;
    }

    internal void SetContext(int row, long micros, string? session, string? project, string? model)
    {
        _times[row] = micros;
        _sessions[row] = session;
        _projects[row] = project;
        _models[row] = model;
    }

    /// <summary>A key by which another source may know the record.</summary>
    internal void SetAlias(int row, string? alias)
    {
        _aliases[row] = alias;
        _hasAliases |= alias is not null;
    }

    internal void SetCost(int row, decimal? cost)
    {
        _costs[row] = cost;
        _hasCosts |= cost is not null;
    }

    internal void SetNumber(int row, int column, double? value) => _numbers[column].Set(row, value);

    internal void SetText(int row, int column, string? value) => _texts[column].Set(row, value);

    internal void SetValue(int row, int column, AttributeValue value) => _values[column].Set(row, value);

    internal string? TextAt(int row, int column) => _texts[column].At(row);

    internal double NumberAt(int row, int column) => _numbers[column].At(row);

    internal string? ModelAt(int row) => _models[row];

    /// <summary>The hashes of all keys, with their rows.</summary>
    internal Dictionary<ulong, int> Rows => _rows;

    /// <summary>The records. The arrays are borrowed until <see cref="Clear"/>.</summary>
    internal ColumnBatch ToBatch(string? userId) => new()
    {
        Count = Count,
        Category = _category,
        Names = TextValues.Constant(_name),
        TimestampsMicros = _times.AsMemory(0, Count),
        Sessions = TextValues.Of(_sessions[..Count]),
        Users = userId is null ? null : TextValues.Constant(userId),
        Projects = TextValues.Of(_projects[..Count]),
        Models = TextValues.Of(_models[..Count]),
        Keys = TextValues.Of(_keys[..Count]),
        KeyRanks = _ranks.AsMemory(0, Count),
        Aliases = _hasAliases ? TextValues.Of(_aliases[..Count]) : null,
        Merger = _merger,
        Costs = _hasCosts ? _costs.AsMemory(0, Count) : default,
        Measurements = [.. _numbers.Where(column => column.IsUsed).Select(column => column.ToColumn(Count))],
        Attributes = [.. _texts.Where(column => column.IsUsed).Select(column => column.ToColumn(Count)), .. _values.Where(column => column.IsUsed).Select(column => column.ToColumn(Count)), AttributeColumn.OfConstant(RecordSourceNames.Sources, _source)],
    };

    /// <summary>The records, one by one.</summary>
    internal IEnumerable<MetricInput> ToMetrics(string? userId)
    {
        for (int row = 0; row < Count; row++)
        {
            var attributes = new AttributeSet();
            var measurements = new MeasurementSet();
            Array.ForEach(_numbers, column => column.AddTo(measurements, row));
            Array.ForEach(_texts, column => column.AddTo(attributes, row));
            Array.ForEach(_values, column => column.AddTo(attributes, row));
            attributes[RecordSourceNames.Sources] = _source;
            yield return new RawMetric(_category, _name)
            {
                Timestamp = TimestampParser.ToTime(_times[row]),
                SessionId = _sessions[row],
                UserId = userId,
                Project = _projects[row],
                Model = _models[row],
                Cost = _costs[row],
                Key = new RecordKey(_keys[row]!, _ranks[row]),
                Aliases = _aliases[row] is { } alias ? [alias] : [],
                Merger = _merger,
                Attributes = attributes,
                Measurements = measurements,
            };
        }
    }

    internal void Clear()
    {
        for (int row = 0; row < Count; row++)
        {
            Empty(row);
        }

        Array.ForEach(_numbers, column => column.IsUsed = false);
        Array.ForEach(_texts, column => column.IsUsed = false);
        Array.ForEach(_values, column => column.IsUsed = false);
        _hasCosts = false;
        _hasAliases = false;
        _rows.Clear();
        Count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Empty(int row)
    {
        SetContext(row, 0, null, null, null);
        _aliases[row] = null;
        _costs[row] = null;
        foreach (NumberColumn column in _numbers)
        {
            column.Set(row, null);
        }

        foreach (TextColumn column in _texts)
        {
            column.Set(row, null);
        }

        foreach (ValueColumn column in _values)
        {
            column.Set(row, default);
        }
    }

    private void EnsureCapacity()
    {
        if (Count <= _times.Length)
        {
            return;
        }

        int size = _times.Length * 2;
        Array.Resize(ref _times, size);
        Array.Resize(ref _sessions, size);
        Array.Resize(ref _projects, size);
        Array.Resize(ref _models, size);
        Array.Resize(ref _keys, size);
        Array.Resize(ref _ranks, size);
        Array.Resize(ref _aliases, size);
        Array.Resize(ref _costs, size);
        Array.ForEach(_numbers, column => column.Resize(size));
        Array.ForEach(_texts, column => column.Resize(size));
        Array.ForEach(_values, column => column.Resize(size));
    }

    private sealed class NumberColumn(string name)
    {
        private double[] _values = new double[FirstCapacity];
        private bool[] _present = new bool[FirstCapacity];

        internal bool IsUsed { get; set; }

        internal double At(int row) => _values[row];

        internal void Set(int row, double? value)
        {
            _values[row] = value ?? 0;
            _present[row] = value is not null;
            IsUsed |= value is not null;
        }

        internal void Resize(int size)
        {
            Array.Resize(ref _values, size);
            Array.Resize(ref _present, size);
        }

        internal void AddTo(MeasurementSet measurements, int row)
        {
            if (_present[row])
            {
                measurements[name] = _values[row];
            }
        }

        internal MeasurementColumn ToColumn(int count) => new(name, _values.AsMemory(0, count)) { Present = _present.AsMemory(0, count) };
    }

    private sealed class TextColumn(string name)
    {
        private string?[] _values = new string?[FirstCapacity];

        internal bool IsUsed { get; set; }

        internal string? At(int row) => _values[row];

        internal void Set(int row, string? value)
        {
            _values[row] = value;
            IsUsed |= value is not null;
        }

        internal void Resize(int size) => Array.Resize(ref _values, size);

        internal void AddTo(AttributeSet attributes, int row)
        {
            if (_values[row] is { } text)
            {
                attributes[name] = text;
            }
        }

        internal AttributeColumn ToColumn(int count) => AttributeColumn.OfText(name, TextValues.Of(_values[..count]));
    }

    private sealed class ValueColumn(string name)
    {
        private AttributeValue[] _values = new AttributeValue[FirstCapacity];

        internal bool IsUsed { get; set; }

        internal void Set(int row, AttributeValue value)
        {
            _values[row] = value;
            IsUsed |= value.Kind != AttributeKind.None;
        }

        internal void Resize(int size) => Array.Resize(ref _values, size);

        internal void AddTo(AttributeSet attributes, int row)
        {
            if (_values[row].Kind != AttributeKind.None)
            {
                attributes[name] = _values[row];
            }
        }

        internal AttributeColumn ToColumn(int count) => AttributeColumn.OfValues(name, _values.AsMemory(0, count));
    }
}
