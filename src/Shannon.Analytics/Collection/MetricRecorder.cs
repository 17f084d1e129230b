using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Collection;

/// <summary>
/// Records numbers of one metric in the hottest of paths: two arrays under a short lock, swapped when they are flushed. Numbers are stored in
/// the background; a crash loses at most those since the last flush, and what does not fit is dropped and counted. Thread-safe; any number of
/// threads may record. Dispose it to store the rest.
/// </summary>
public sealed class MetricRecorder : IBufferedProducer, IAsyncDisposable
{
    private readonly IMetricStore _store;
    private readonly CoarseClock _clock;
    private readonly ColumnBatch _shape;
    private readonly string _measurement;
    private readonly Lock _lock = new();
    private Buffer _filling;
    private Buffer _spare;
    private int _count;
    private int _limit;
    private long _dropped;
    private bool _closed;

    internal MetricRecorder(IMetricStore store, MetricRecorderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _store = store;
        _clock = new CoarseClock(store.TimeProvider);
        _measurement = options.Measurement ?? DefaultMeasurement.Of(options.Category);
        _shape = ShapeOf(options);
        Validate();
        int capacity = store.Intake.Capacity;
        _filling = new Buffer(capacity);
        _spare = new Buffer(capacity);
        _limit = (capacity + 1) / 2;
        store.Intake.Register(this);
    }

    /// <summary>Numbers dropped because the buffer was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    long IBufferedProducer.Buffered => Volatile.Read(ref _count);

    /// <summary>Records a number at the present moment, to within about five milliseconds.</summary>
    /// <param name="value">A finite number.</param>
    /// <returns><see langword="false"/> if there was no room: the number is dropped and counted.</returns>
    /// <exception cref="MetricValidationException">The number is not finite.</exception>
    public bool Record(double value)
    {
        if (!double.IsFinite(value))
        {
            throw NotFinite(value);
        }

        long now = _clock.NowMicros();
        lock (_lock)
        {
            int index = _count;
            Buffer buffer = _filling;
            if (index < buffer.Values.Length)
            {
                buffer.Times[index] = now;
                buffer.Values[index] = value;
                _count = ++index;
                if (index != _limit)
                {
                    return true;
                }
            }
            else
            {
                return Refuse();
            }
        }

        _store.Intake.RequestFlush();
        return true;
    }

    /// <summary>Records a number that was measured at a given moment.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="timestamp">When.</param>
    /// <returns><see langword="false"/> if there was no room: the number is dropped and counted.</returns>
    /// <exception cref="MetricValidationException">The number is not finite, or the moment out of range.</exception>
    public bool Record(double value, DateTimeOffset timestamp)
    {
        if (!double.IsFinite(value))
        {
            throw NotFinite(value);
        }

        long micros = UnixMicros.From(timestamp);
        if (micros < UnixMicros.Min || micros > UnixMicros.Max)
        {
            throw new MetricValidationException(FieldNames.Timestamp, "lies outside 1970-01-01T00:00:00Z to 2199-12-31T23:59:59.999999Z.");
        }

        bool half;
        lock (_lock)
        {
            if (_count == _filling.Values.Length)
            {
                return Refuse();
            }

            _filling.Times[_count] = micros;
            _filling.Values[_count++] = value;
            half = _count == _limit;
        }

        if (half)
        {
            _store.Intake.RequestFlush();
        }

        return true;
    }

    /// <summary>Stores what is left and refuses further numbers.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        try
        {
            await _store.Intake.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _filling = new Buffer(0);
                _count = 0;
                _limit = -1;
            }

            _store.Intake.Unregister(this);
        }
    }

    async ValueTask IBufferedProducer.DrainAsync()
    {
        Buffer taken;
        int count;
        lock (_lock)
        {
            if (_count == 0)
            {
                return;
            }

            (taken, count) = (_filling, _count);
            (_filling, _spare) = (_spare, _filling);
            _count = 0;
        }

        await _store.Intake.StoreColumnsAsync(_shape with
        {
            Count = count,
            TimestampsMicros = taken.Times.AsMemory(0, count),
            Measurements = [new MeasurementColumn(_measurement, taken.Values.AsMemory(0, count))],
        }).ConfigureAwait(false);
    }

    private static MetricValidationException NotFinite(double value) =>
        new(FieldNames.Value, FormattableString.Invariant($"is {value}; only finite numbers are stored."));

    private static ColumnBatch ShapeOf(MetricRecorderOptions options)
    {
        options.Attributes.Freeze();
        return new ColumnBatch
        {
            Count = 0,
            Category = options.Category,
            Names = TextValues.Constant(options.Name),
            Sessions = options.SessionId is { } session ? TextValues.Constant(session) : null,
            Users = options.UserId is { } user ? TextValues.Constant(user) : null,
            Projects = options.Project is { } project ? TextValues.Constant(project) : null,
            Models = options.Model is { } model ? TextValues.Constant(model) : null,
            Attributes = [.. options.Attributes.Where(attribute => attribute.Value.Kind != AttributeKind.None).Select(attribute => AttributeColumn.OfConstant(attribute.Key, attribute.Value))],
        };
    }

    private void Validate() => MetricValidator.Validate(_shape with
    {
        Measurements = [new MeasurementColumn(_measurement, default)],
    });

    private bool Refuse()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _dropped++;
        return false;
    }

    private sealed class Buffer(int capacity)
    {
        internal long[] Times { get; } = new long[capacity];

        internal double[] Values { get; } = new double[capacity];
    }
}
