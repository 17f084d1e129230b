using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Collection;

/// <summary>
/// Records numbers of one metric in the hottest of paths: two arrays behind a gate of a few instructions, swapped when they are flushed. Numbers are stored in
/// the background; a crash loses at most those since the last flush, and what does not fit is dropped and counted. Thread-safe; any number of
/// threads may record. Dispose it to store the rest.
/// </summary>
public sealed class MetricRecorder : IBufferedProducer, IAsyncDisposable
{
    private readonly IMetricStore _store;
    private readonly CoarseClock _clock;
    private readonly ColumnBatch _shape;
    private readonly string _measurement;
    private SpinGate _gate;
    private Buffer _filling;
    private Buffer _spare;
    private int _count;
    private readonly int _limit;
    private long _dropped;
    private int _waiting;
    private int _closed;
    private bool _sealed;

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

    // Of what is being stored, the batches that wait for their turn count here still.
    long IBufferedProducer.Buffered => Volatile.Read(ref _count) + Volatile.Read(ref _waiting);

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

        return Add(_clock.NowMicros(), value);
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

        return Add(micros, value);
    }

    /// <summary>Stores what is left and refuses further numbers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        Buffer rest = Take(Buffer.None, seal: true, out int count);
        await StoreAsync(rest, count).ConfigureAwait(false);

        // A flush under way may still hold what was taken before.
        await _store.Intake.FlushAsync().ConfigureAwait(false);
        _store.Intake.Unregister(this);
    }

    async ValueTask IBufferedProducer.DrainAsync()
    {
        Buffer taken = Take(_spare, seal: false, out int count);
        if (count > 0)
        {
            await StoreAsync(taken, count).ConfigureAwait(false);
            _spare = taken;
        }
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

    private bool Add(long micros, double value)
    {
        _gate.Enter();
        int index = _count;
        Buffer buffer = _filling;
        double[] values = buffer.Values;
        long[] times = buffer.Times;
        if ((uint)index >= (uint)values.Length || (uint)index >= (uint)times.Length)
        {
            _gate.Leave();
            return Refuse();
        }

        times[index] = micros;
        values[index] = value;
        _count = ++index;
        _gate.Leave();
        if (index == _limit)
        {
            _store.Intake.RequestFlush();
        }

        return true;
    }

    /// <summary>Takes what was recorded and puts a fresh buffer in its place; nothing once sealed, so that no number slips in behind the last taking.</summary>
    private Buffer Take(Buffer fresh, bool seal, out int count)
    {
        _gate.Enter();
        Buffer taken = _filling;
        count = _count;
        if (seal || (count > 0 && !_sealed))
        {
            _filling = fresh;
            _count = 0;
            _sealed |= seal;
        }
        else
        {
            count = 0;
        }

        _gate.Leave();
        return taken;
    }

    private async ValueTask StoreAsync(Buffer taken, int count)
    {
        int size = _store.Intake.BatchSize;
        Interlocked.Add(ref _waiting, count);
        for (int from = 0; from < count; from += size)
        {
            int rows = Math.Min(size, count - from);
            Interlocked.Add(ref _waiting, -rows);
            await _store.Intake.StoreColumnsAsync(_shape with
            {
                Count = rows,
                TimestampsMicros = taken.Times.AsMemory(from, rows),
                Measurements = [new MeasurementColumn(_measurement, taken.Values.AsMemory(from, rows))],
            }).ConfigureAwait(false);
        }
    }

    private bool Refuse()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, this);
        Interlocked.Increment(ref _dropped);
        return false;
    }

    private sealed class Buffer(int capacity)
    {
        internal static Buffer None { get; } = new(0);

        internal long[] Times { get; } = new long[capacity];

        internal double[] Values { get; } = new double[capacity];
    }
}
