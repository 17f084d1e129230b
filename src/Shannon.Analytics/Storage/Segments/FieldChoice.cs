using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// Which measurements and attributes of a segment get columns. Nearly always there are few enough for all; else the most frequent ones do and
/// the rest shares the residual column, so that any number of names stays bounded.
/// </summary>
internal sealed class FieldChoice
{
    /// <summary>Columns gathered the fast way.</summary>
    internal List<KeyValuePair<string, MergedNumbers<double>>> Measurements { get; private set; } = [];

    internal List<MergedAttribute> Attributes { get; private set; } = [];

    /// <summary>Columns that some source kept in its residual column, collected value by value.</summary>
    internal List<MeasurementBuilder> SlowMeasurements { get; } = [];

    internal List<AttributeBuilder> SlowAttributes { get; } = [];

    internal ResidualBuilder? Residual { get; private set; }

    internal int ResidualRows { get; private set; }

    internal static FieldChoice Make(SealBatch batch, SegmentRows rows)
    {
        var choice = new FieldChoice
        {
            Measurements = batch.Measurements.FindAll(column => column.Value.Occurs(rows)),
            Attributes = batch.Attributes.FindAll(column => column.Occurs(rows)),
        };
        bool residual = false;
        foreach (SegmentRows.Run run in rows.Runs)
        {
            residual |= batch.Source(run.Source).Residual is not null;
        }

        if (residual || choice.Measurements.Count > BlockFormat.MaxMeasurementColumns || choice.Attributes.Count > BlockFormat.MaxAttributeColumns)
        {
            choice.Choose(batch, rows);
        }

        return choice;
    }

    private void Choose(SealBatch batch, SegmentRows rows)
    {
        // Names in the order in which they are met, so that ties do not hang on a hash.
        var measurements = new Ranking(BlockFormat.MaxMeasurementColumns);
        var attributes = new Ranking(BlockFormat.MaxAttributeColumns);
        foreach (var (name, column) in Measurements)
        {
            bool[] present = new bool[rows.Count];
            measurements.Count(name, column.Gather(rows, new double[rows.Count], present), inResidual: false);
        }

        foreach (MergedAttribute column in Attributes)
        {
            int count = 0;
            column.Visit(rows, (_, _) => count++);
            attributes.Count(column.Name, count, inResidual: false);
        }

        VisitResidual(batch, rows, (_, name, value) => (value.Kind == AttributeKind.None ? measurements : attributes).Count(name, 1, inResidual: true));
        measurements.Decide();
        attributes.Decide();
        Collect(batch, rows, measurements, attributes);
    }

    /// <summary>Whatever is not a plain column of the batch is collected value by value, in row order.</summary>
    private void Collect(SealBatch batch, SegmentRows rows, Ranking measurements, Ranking attributes)
    {
        var slowMeasurements = new Dictionary<string, MeasurementBuilder>(StringComparer.Ordinal);
        var slowAttributes = new Dictionary<string, AttributeBuilder>(StringComparer.Ordinal);
        Residual = new ResidualBuilder();
        var entries = new List<(string Name, AttributeValue Value)>();
        var places = new List<long>();
        void Put(int row, string name, AttributeValue value)
        {
            places.Add(((long)row << 32) | (uint)entries.Count);
            entries.Add((name, value));
        }


        foreach (var (name, column) in Measurements.Where(column => !measurements.IsPlain(column.Key)))
        {
            double[] values = new double[rows.Count];
            bool[] present = new bool[rows.Count];
            column.Gather(rows, values, present);
            for (int i = 0; i < values.Length; i++)
            {
                if (present[i])
                {
                    Put(i, name, AttributeValue.OfStored(AttributeKind.None, null, values[i]));
                }
            }
        }

        foreach (MergedAttribute column in Attributes.Where(column => !attributes.IsPlain(column.Name)))
        {
            column.Visit(rows, (row, value) => Put(row, column.Name, value));
        }

        VisitResidual(batch, rows, Put);
        int lastRow = -1;
        places.Sort();
        foreach (long place in places)
        {
            int row = (int)(place >> 32);
            var (name, value) = entries[(int)place];
            if (value.Kind == AttributeKind.None && measurements.HasColumn(name))
            {
                if (!slowMeasurements.TryGetValue(name, out MeasurementBuilder? builder))
                {
                    slowMeasurements.Add(name, builder = new MeasurementBuilder(name));
                    SlowMeasurements.Add(builder);
                }

                builder.Add(row, value.RawNumber);
            }
            else if (value.Kind != AttributeKind.None && attributes.HasColumn(name))
            {
                if (!slowAttributes.TryGetValue(name, out AttributeBuilder? builder))
                {
                    slowAttributes.Add(name, builder = new AttributeBuilder(name));
                    SlowAttributes.Add(builder);
                }

                builder.Add(row, value);
            }
            else
            {
                Residual.Add(row, name, value);
                ResidualRows += row == lastRow ? 0 : 1;
                lastRow = row;
            }
        }

        Measurements = Measurements.FindAll(column => measurements.IsPlain(column.Key));
        Attributes = Attributes.FindAll(column => attributes.IsPlain(column.Name));
    }

    private static void VisitResidual(SealBatch batch, SegmentRows rows, Action<int, string, AttributeValue> visit)
    {
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (batch.Source(run.Source).Residual is { } residual)
            {
                for (int i = run.Start; i < run.End; i++)
                {
                    var (start, end) = residual.EntriesOf(rows.Rows[i]);
                    for (int entry = start; entry < end; entry++)
                    {
                        visit(i, residual.NameAt(entry), residual.ValueAt(entry));
                    }
                }
            }
        }
    }

    /// <summary>Counts names and gives columns to the most frequent ones.</summary>
    private sealed class Ranking(int most)
    {
        private readonly Dictionary<string, (int Count, bool InResidual, int Order)> _names = new(StringComparer.Ordinal);
        private HashSet<string> _chosen = [];

        internal void Count(string name, int count, bool inResidual)
        {
            (int Count, bool InResidual, int Order) known = _names.TryGetValue(name, out var found) ? found : (0, false, _names.Count);
            _names[name] = (known.Count + count, known.InResidual || inResidual, known.Order);
        }

        internal void Decide() => _chosen = _names
            .OrderByDescending(name => name.Value.Count).ThenBy(name => name.Value.Order)
            .Take(most).Select(name => name.Key).ToHashSet(StringComparer.Ordinal);

        internal bool HasColumn(string name) => _chosen.Contains(name);

        internal bool IsPlain(string name) => _chosen.Contains(name) && !_names[name].InResidual;
    }
}
