using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>
/// All groups of a query, to which workers add what they find. Values that must be at hand together are kept up to a bound: buckets that are complete
/// are finished early, and where that does not suffice all values are let go and read again later, a part of the groups at a time. Thread-safe.
/// </summary>
internal sealed class AggregateState : IDisposable
{
    /// <summary>Sketches of unfinished groups, above which complete ones are finished early: some 30 MB.</summary>
    private const int MaxLiveSketches = 8192;

    private readonly AggregatePlan _plan;
    private readonly long _maxValues;
    private readonly Lock _lock = new();
    private readonly AggregateGroups _groups;
    private PooledBuffer<long> _valueCounts;
    private PooledBuffer<double> _scratch;
    private readonly ValuePieces _values = new();
    private readonly List<ValueSketch?> _sketches = [];
    private int _liveSketches;
    private bool _isCollecting = true;
    private bool[]? _selected;
    private ScanProgress? _progress;

    /// <param name="plan">What is computed.</param>
    /// <param name="maxValues">About how many values are kept at a time.</param>
    internal AggregateState(AggregatePlan plan, long maxValues)
    {
        _plan = plan;
        _maxValues = maxValues;
        _groups = new AggregateGroups(plan);
    }

    /// <summary>The groups, and what is known of each but values.</summary>
    internal AggregateGroups Groups => _groups;

    /// <summary>Records that counted.</summary>
    internal long RowCount { get; private set; }

    /// <summary>Records that rollups stood for.</summary>
    internal long RollupRecords { get; private set; }

    internal long MinTime { get; private set; } = long.MaxValue;

    internal long MaxTime { get; private set; } = long.MinValue;

    /// <summary>True if values were let go that <see cref="SelectNext"/> must have read again.</summary>
    internal bool IsIncomplete { get; private set; }

    /// <summary>Begins reading groups of rows, all of them or again.</summary>
    internal void Begin(ScanProgress progress) => _progress = progress;

    /// <summary>Adds what a worker found but values, and tells it which of these are wanted.</summary>
    internal void Absorb(LocalAggregate local)
    {
        lock (_lock)
        {
            if (_selected is null)
            {
                RowCount += local.RowCount;
            }

            Resolve(local);
            for (int i = 0; i < local.Count; i++)
            {
                int id = local.Ids[i];
                if (_selected is null)
                {
                    _groups.Merge(local, i, id);
                    if (_plan.NeedsAllValues)
                    {
                        _valueCounts.Of(0)[id] += local.Offsets[i + 1] - local.Offsets[i];
                    }

                    local.Wanted[i] = _isCollecting;
                }
                else
                {
                    local.Wanted[i] = _selected[id];
                }
            }
        }
    }

    /// <summary>Adds what a rollup says.</summary>
    /// <param name="local">Its groups.</param>
    /// <param name="sketches">The values of each of them, or null; those the state keeps are taken out.</param>
    internal void AbsorbRollup(LocalAggregate local, Span<ValueSketch?> sketches)
    {
        lock (_lock)
        {
            if (_selected is not null)
            {
                // Values of records are read again; rollups have been taken.
                return;
            }

            RollupRecords += local.RowCount;
            Resolve(local);
            for (int i = 0; i < local.Count; i++)
            {
                int id = local.Ids[i];
                _groups.Merge(local, i, id);
                if (local.Finished[i])
                {
                    FinishBy(local, i, id);
                }
                else if (sketches[i] is { Count: > 0 } sketch)
                {
                    if (_sketches[id] is { } known)
                    {
                        known.Merge(sketch);
                    }
                    else
                    {
                        (_sketches[id], sketches[i]) = (sketch, null);
                        _liveSketches++;
                    }
                }
            }

            if (_liveSketches > MaxLiveSketches)
            {
                FinishComplete();
            }
        }
    }

    private void Resolve(LocalAggregate local)
    {
        MinTime = Math.Min(MinTime, local.MinTime);
        MaxTime = Math.Max(MaxTime, local.MaxTime);
        _groups.Resolve(local);
        for (int id = _sketches.Count; _plan.NeedsAllValues && id < _groups.Count; id++)
        {
            _values.AddGroup();
            _valueCounts.Grown(id + 1, id)[id] = 0;
            _sketches.Add(null);
        }
    }

    /// <summary>Adds the values that were wanted, and quantiles that are final.</summary>
    internal void AbsorbValues(LocalAggregate local)
    {
        lock (_lock)
        {
            for (int i = 0; i < local.Count; i++)
            {
                int id = local.Ids[i];
                if (local.Finished[i])
                {
                    FinishBy(local, i, id);
                }
                else if (local.Pieces[i] is { Length: > 0 } piece)
                {
                    Keep(piece, id);
                }
            }

            if (_selected is null && _values.Count > _maxValues)
            {
                FinishComplete();
                if (_values.Count > _maxValues / 2)
                {
                    LetGo();
                    IsIncomplete = true;
                }
            }
        }
    }

    /// <summary>Chooses the next groups whose values must be read again, about as many as may be kept; null if there are none left.</summary>
    internal (long From, long To)? SelectNext()
    {
        LetGo();
        _selected = new bool[_groups.Count];
        int[] order = new int[_groups.Count];
        for (int id = 0; id < order.Length; id++)
        {
            order[id] = id;
        }

        // By time, so that only a part of the rows is read again.
        Array.Sort(order, (a, b) => _groups.BucketStart(a) != _groups.BucketStart(b) ? _groups.BucketStart(a).CompareTo(_groups.BucketStart(b)) : a.CompareTo(b));
        long count = 0;
        (long From, long To)? range = null;
        foreach (int id in order)
        {
            if (HasValues(id) || _valueCounts.Of(0)[id] == 0 || _valueCounts.Of(0)[id] > _maxValues)
            {
                continue;
            }

            if (count > 0 && count + _valueCounts.Of(0)[id] > _maxValues)
            {
                break;
            }

            count += _valueCounts.Of(0)[id];
            _selected[id] = true;
            range = _plan.Grid is { } grid ? (range?.From ?? _groups.BucketStart(id), grid.BucketOf(_groups.BucketStart(id)).End - 1) : (long.MinValue, long.MaxValue);
        }

        return range;
    }

    /// <summary>A group that alone has more values than may be kept and is not finished; null if there is none.</summary>
    internal int? NextLarge()
    {
        for (int id = 0; id < _groups.Count; id++)
        {
            if (!HasValues(id) && _valueCounts.Of(0)[id] > _maxValues)
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>Reads the values of a group again, as they come by, until the next call.</summary>
    internal void BeginSink(ValueSink? sink)
    {
        _selected ??= new bool[_groups.Count];
        Array.Clear(_selected);
        Sink = sink;
    }

    /// <summary>Finishes a large group.</summary>
    internal void FinishLarge(int id, long distinct)
    {
        _groups.Distinct(id) = distinct;
        _values.Finish(id);
    }

    /// <summary>Finishes a large group whose values have all been added to its sketch.</summary>
    internal void FinishLarge(int id) => FinishSketch(id, _sketches[id]!);

    /// <summary>How many values of records a group has.</summary>
    internal long ValueCount(int id) => _valueCounts.Of(0)[id];

    /// <summary>What rollups say of a group's values; null if they say nothing.</summary>
    internal ValueSketch? SketchOf(int id) => _sketches[id];

    /// <summary>What takes the values of one group while they are read again; null for nothing.</summary>
    internal ValueSink? Sink { get; private set; }

    /// <summary>True if a group's values are at hand, or were and all is computed that needs them.</summary>
    internal bool HasValues(int id) => _values.Has(id) || _values.IsFinished(id);

    /// <summary>Computes what needs all values of a group, from its pieces, and lets them go. Different groups may be finished by different threads.</summary>
    internal void Finish(int id, ref PooledBuffer<double> scratch)
    {
        if (_sketches[id] is { } sketch)
        {
            // Otherwise values that belong to it were let go, and will be read again.
            if (HasValues(id) || _valueCounts.Of(0)[id] == 0)
            {
                FinishSketch(id, sketch);
            }

            return;
        }

        if (!_values.Has(id))
        {
            return;
        }

        Span<double> values = _values.Take(id, ref scratch);
        if (_plan.NeedsDistinct)
        {
            _groups.Distinct(id) = CountDistinct(values);
        }

        if (_plan.Probabilities.Length > 0)
        {
            Quantiles.Compute(values, _plan.Probabilities, _groups.Quantiles(id));
        }
    }

    public void Dispose()
    {
        _values.Dispose();
        _groups.Dispose();
        _valueCounts.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Where a rollup stood for some of a group's values, the rest joins it.</summary>
    private void FinishSketch(int id, ValueSketch sketch)
    {
        _values.MoveTo(id, sketch);
        Span<double> quantiles = _groups.Quantiles(id);
        for (int i = 0; i < quantiles.Length; i++)
        {
            quantiles[i] = sketch.Quantile(_plan.Probabilities[i])!.Value;
        }

        _sketches[id] = null;
        Interlocked.Decrement(ref _liveSketches);
    }

    private static long CountDistinct(Span<double> values)
    {
        values.Sort();
        long count = values.IsEmpty ? 0 : 1;
        for (int i = 1; i < values.Length; i++)
        {
            count += values[i] == values[i - 1] ? 0 : 1;
        }

        return count;
    }

    /// <summary>Takes quantiles that are final.</summary>
    private void FinishBy(LocalAggregate local, int i, int id)
    {
        int ranks = _plan.Probabilities.Length;
        local.Quantiles(ranks).Slice(i * ranks, ranks).CopyTo(_groups.Quantiles(id));
        _values.Finish(id);
    }

    private void Keep(ValuePiece piece, int id)
    {
        if (_selected is null && !_isCollecting)
        {
            // Values were let go while these were on their way.
            piece.Slab!.Release();
            return;
        }

        _values.Keep(piece, id);
    }

    /// <summary>Finishes the buckets to which nothing can be added any more.</summary>
    private void FinishComplete()
    {
        if (_plan.Grid is not { } grid)
        {
            return;
        }

        long watermark = _progress!.Watermark;
        for (int id = 0; id < _groups.Count; id++)
        {
            if ((_values.Has(id) || _sketches[id] is not null) && _groups.BucketStart(id) < watermark && grid.BucketOf(_groups.BucketStart(id)).End <= watermark)
            {
                Finish(id, ref _scratch);
            }
        }
    }

    private void LetGo()
    {
        _values.LetGo();
        _isCollecting = false;
    }
}
