using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// Fills the columns of one batch row by row. Columns come into being with the first row that has them; when there are so many that the batch would
/// grow beyond bounds, it ends early.
/// </summary>
internal sealed class ScanBatchBuilder
{
    /// <summary>Most cells of measurements and attributes in a batch: 4 million, about 100 MB.</summary>
    private const long MaxCells = 4_000_000;

    private readonly ScanQuery _query;
    private readonly IReadOnlyList<ScanSource> _sources;
    private readonly int _capacity;
    private readonly long[] _ids;
    private readonly long[] _times;
    private readonly MetricCategory[] _categories;
    private readonly TextBuilder _names;
    private readonly TextBuilder _sessions;
    private readonly TextBuilder _users;
    private readonly TextBuilder _projects;
    private readonly TextBuilder _models;
    private readonly SortedDictionary<string, (double[] Values, bool[] Present)> _measurements = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AttributeValue[]> _attributes = new(StringComparer.Ordinal);
    private decimal?[]? _costs;
    private int _count;

    internal ScanBatchBuilder(ScanQuery query, IReadOnlyList<ScanSource> sources, int capacity)
    {
        _query = query;
        _sources = sources;
        _capacity = capacity;
        _ids = new long[capacity];
        _times = new long[capacity];
        _categories = new MetricCategory[capacity];
        _names = new TextBuilder(capacity);
        _sessions = new TextBuilder(capacity);
        _users = new TextBuilder(capacity);
        _projects = new TextBuilder(capacity);
        _models = new TextBuilder(capacity);
    }

    /// <summary>False if the batch is full.</summary>
    internal bool TryAdd(int sourceIndex, int index)
    {
        if (_count == _capacity || (_count > 0 && (long)(_measurements.Count + _attributes.Count) * _capacity > MaxCells))
        {
            return false;
        }

        ScanSource source = _sources[sourceIndex];
        int session = source.SessionCodes is { } sessions ? sessions[index] : -1;
        SessionInfo? info = session < 0 ? null : source.Sessions[session];
        MetricName name = source.Names[source.NameCodes is { } names ? names[index] : 0];
        _ids[_count] = source.Ids[index];
        _times[_count] = source.Times[index];
        _categories[_count] = name.Category;
        _names.Add(_count, name.Name);
        _sessions.Add(_count, info?.Session);
        _users.Add(_count, source.Users?.At(index) ?? info?.User);
        _projects.Add(_count, source.Projects?.At(index) ?? info?.Project);
        _models.Add(_count, source.Models?.At(index) ?? info?.Model);
        if (source.Costs is { } costs && costs.Has(index))
        {
            (_costs ??= new decimal?[_capacity])[_count] = NanoCost.ToDollars(costs.Values[index]);
        }

        AddMeasurements(source, index);
        AddAttributes(source, index);
        _count++;
        return true;
    }

    internal ScanBatch Build()
    {
        var measurements = new MeasurementColumn[_measurements.Count];
        var attributes = new AttributeColumn[_attributes.Count];
        int i = 0;
        foreach (var (name, column) in _measurements)
        {
            bool all = !column.Present.AsSpan(0, _count).Contains(false);
            measurements[i++] = new MeasurementColumn(name, column.Values.AsMemory(0, _count)) { Present = all ? default(ReadOnlyMemory<bool>) : column.Present.AsMemory(0, _count) };
        }

        i = 0;
        foreach (var (name, column) in _attributes)
        {
            attributes[i++] = AttributeColumn.OfValues(name, column.AsMemory(0, _count));
        }

        return new ScanBatch
        {
            Count = _count,
            Ids = _ids.AsMemory(0, _count),
            TimestampsMicros = _times.AsMemory(0, _count),
            Categories = _categories.AsMemory(0, _count),
            Names = _names.Build(_count)!,
            Sessions = _sessions.Build(_count),
            Users = _users.Build(_count),
            Projects = _projects.Build(_count),
            Models = _models.Build(_count),
            Costs = _costs is null ? default(ReadOnlyMemory<decimal?>) : _costs.AsMemory(0, _count),
            Measurements = measurements,
            Attributes = attributes,
        };
    }

    private void AddMeasurements(ScanSource source, int index)
    {
        if (source.Measurements is { } named)
        {
            for (int i = 0; i < named.Length; i++)
            {
                if (named[i] is { } column && column.Has(index))
                {
                    SetMeasurement(_query.MeasurementNames![i], column.Values[index]);
                }
            }

            return;
        }

        MeasurementSet all = source.AllMeasurements![index];
        for (int i = 0; i < all.Count; i++)
        {
            SetMeasurement(all.NameSpan[i], all.ValueSpan[i]);
        }
    }

    private void AddAttributes(ScanSource source, int index)
    {
        if (source.Attributes is { } named)
        {
            for (int i = 0; i < named.Length; i++)
            {
                if (named[i] is { } column && column[index] is { Kind: not AttributeKind.None } value)
                {
                    SetAttribute(_query.AttributeNames![i], value);
                }
            }

            return;
        }

        AttributeSet all = source.AllAttributes![index];
        for (int i = 0; i < all.Count; i++)
        {
            SetAttribute(all.NameSpan[i], all.ValueSpan[i]);
        }
    }

    private void SetMeasurement(string name, double value)
    {
        if (!_measurements.TryGetValue(name, out var column))
        {
            column = (new double[_capacity], new bool[_capacity]);
            _measurements.Add(name, column);
        }

        column.Values[_count] = value;
        column.Present[_count] = true;
    }

    private void SetAttribute(string name, AttributeValue value)
    {
        if (!_attributes.TryGetValue(name, out AttributeValue[]? column))
        {
            column = new AttributeValue[_capacity];
            _attributes.Add(name, column);
        }

        column[_count] = value;
    }

    /// <summary>Text as codes into a dictionary of its own.</summary>
    private sealed class TextBuilder(int capacity)
    {
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
        private readonly List<string> _texts = [];
        private readonly int[] _rows = new int[capacity];

        internal void Add(int row, string? text)
        {
            int code = -1;
            if (text is not null && !_codes.TryGetValue(text, out code))
            {
                code = _texts.Count;
                _codes.Add(text, code);
                _texts.Add(text);
            }

            _rows[row] = code;
        }

        internal TextValues? Build(int count) => _texts.Count == 0 ? null : TextValues.OfCodes([.. _texts], count == _rows.Length ? _rows : _rows[..count]);
    }
}
