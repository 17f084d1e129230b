using System.Numerics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Rollups;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>Builds segments from the rows of a batch, column by column. Not thread-safe.</summary>
internal sealed class SegmentBuilder(SealBatch batch, BlobEncoder encoder) : IDisposable
{
    private readonly ByteWriter _body = new(4096);
    private readonly SegmentRows _rows = new();
    private readonly List<SegmentColumn> _columns = [];
    private readonly RollupBuilder _quarters = new(RollupLevel.Quarters);
    private readonly RollupBuilder _hours = new(RollupLevel.Hours);
    private int[] _sessionCodes = [];
    private Determinant? _sessions;

    public void Dispose()
    {
        _body.Dispose();
        _quarters.Dispose();
        _hours.Dispose();
    }

    internal SegmentImage Build(long id, SegmentPlan plan)
    {
        _rows.Set(batch, plan.Rows);
        _columns.Clear();
        var image = new SegmentImage { Id = id, IsOwn = plan.IsOwn, Count = plan.Rows.Length };
        var (names, starts) = Names(plan.Rows);
        BeginRollups(plan.Rows, starts);
        (image.MinTime, image.MaxTime) = AddLongs(image, SegmentColumnKind.Times, plan.Rows, batch.Times);
        (image.MinId, image.MaxId) = AddLongs(image, SegmentColumnKind.Ids, plan.Rows, batch.Ids);
        image.NameId = names.Length == 1 ? names[0] : null;
        long[] sessions = AddSessions(image);
        AddText(image, SegmentColumnKind.Users, batch.Users);
        AddText(image, SegmentColumnKind.Projects, batch.Projects);
        AddText(image, SegmentColumnKind.Models, batch.Models);
        AddNumbers(image, SegmentColumnKind.Costs, batch.Costs);
        AddText(image, SegmentColumnKind.Keys, batch.Keys);
        AddNumbers(image, SegmentColumnKind.Ranks, batch.Ranks);
        AddReplaces(image, plan.Rows);
        AddFields(image);
        AddRollup(image, SegmentColumnKind.QuarterRollup, _quarters);
        AddRollup(image, SegmentColumnKind.HourRollup, _hours);
        var header = new SegmentHeader { NameIds = names, NameStarts = starts, SessionIds = sessions, Columns = _columns };
        _body.Reset();
        header.Encode(_body);
        Store(image, 0);
        return image;
    }

    private void BeginRollups(int[] rows, int[] nameStarts)
    {
        using Scratch<long> times = new(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            times.Span[i] = batch.Times[rows[i]];
        }

        _quarters.Begin(nameStarts, times.Span);
        _hours.Begin(nameStarts, times.Span);
    }

    private void AddRollup(SegmentImage image, SegmentColumnKind kind, RollupBuilder rollup)
    {
        if (rollup.Pays)
        {
            RollUpCosts(rollup);
            _body.Reset();
            rollup.Encode(_body);
            End(image, kind, image.Count);
        }
    }

    // Costs go by the name under which queries ask for them, behind a measurement of that name, which queries prefer.
    private void RollUpCosts(RollupBuilder rollup)
    {
        using Scratch<long> costs = new(_rows.Count);
        using Scratch<bool> present = new(_rows.Count);
        int count = batch.Costs.Occurs(_rows) ? batch.Costs.Gather(_rows, costs.Span, present.Span) : 0;
        if (count == 0)
        {
            return;
        }

        using Scratch<double> dollars = new(_rows.Count);
        for (int i = 0; i < dollars.Span.Length; i++)
        {
            dollars.Span[i] = costs.Span[i] / 1e9;
        }

        rollup.Add(FieldNames.Cost, dollars.Span, count == _rows.Count ? [] : present.Span);
    }

    private (long Min, long Max) AddLongs(SegmentImage image, SegmentColumnKind kind, int[] rows, long[] values)
    {
        using Scratch<long> gathered = new(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            gathered.Span[i] = values[rows[i]];
        }

        (long Min, long Max) range = LongKernels.MinMax(gathered.Span);
        _body.Reset();
        LongColumn.Encode(gathered.Span, _body);
        End(image, kind, rows.Length);
        return range;
    }

    private (long[] Names, int[] Starts) Names(int[] rows)
    {
        var names = new List<long>();
        var starts = new List<int>();
        int last = -1;
        for (int i = 0; i < rows.Length; i++)
        {
            int code = batch.NameCodes[rows[i]];
            if (code != last)
            {
                names.Add(batch.NameIds[code]);
                starts.Add(i);
                last = code;
            }
        }

        starts.Add(rows.Length);
        return ([.. names], [.. starts]);
    }

    private long[] AddSessions(SegmentImage image)
    {
        _sessions = null;
        if (!batch.Sessions.Occurs(_rows))
        {
            return [];
        }

        using Scratch<int> codes = new(_rows.Count);
        using Scratch<bool> present = new(_rows.Count);
        int count = batch.Sessions.Gather(_rows, batch.SessionIds.Count, codes.Span, present.Span);
        if (count == 0)
        {
            return [];
        }

        // The header lists sessions by rising id, which packs best and can be searched.
        IReadOnlyList<int> used = batch.Sessions.Used;
        long[] ids = new long[used.Count];
        int[] places = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = batch.SessionIds[used[i]];
            places[i] = i;
        }

        Array.Sort(ids, places);
        int[] rank = new int[ids.Length];
        for (int i = 0; i < places.Length; i++)
        {
            rank[places[i]] = i;
        }

        foreach (ref int code in codes.Span)
        {
            code = code < 0 ? -1 : rank[code];
        }

        if (count == codes.Span.Length)
        {
            _sessionCodes = _sessionCodes.Length < count ? new int[count] : _sessionCodes;
            codes.Span.CopyTo(_sessionCodes);
            _sessions = new Determinant(ids.Length, () => _sessionCodes);
        }

        _body.Reset();
        SegmentColumnEncoder.EncodeCodes(codes.Span, present.Span, count, ids.Length, _body);
        End(image, SegmentColumnKind.Sessions, count);
        return ids;
    }

    private void AddText(SegmentImage image, SegmentColumnKind kind, MergedText text, string name = "", AttributeForm form = 0)
    {
        if (!text.Occurs(_rows))
        {
            return;
        }

        int count = text.Encode(_rows, _sessions, () => BeginColumn(form), _body);
        if (count > 0)
        {
            End(image, kind, count, name, form);
        }
    }

    private void AddNumbers(SegmentImage image, SegmentColumnKind kind, MergedNumbers<long> numbers)
    {
        if (!numbers.Occurs(_rows))
        {
            return;
        }

        using Scratch<long> values = new(_rows.Count);
        using Scratch<bool> present = new(_rows.Count);
        int count = numbers.Gather(_rows, values.Span, present.Span);
        if (count > 0)
        {
            _body.Reset();
            SegmentColumnEncoder.EncodeLongs(values.Span, present.Span, count, _body);
            End(image, kind, count);
        }
    }

    private void AddReplaces(SegmentImage image, int[] rows)
    {
        if (batch.Replaces.Count == 0)
        {
            return;
        }

        using Scratch<long> values = new(rows.Length);
        using Scratch<bool> present = new(rows.Length);
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            bool has = batch.Replaces.TryGetValue(batch.Ids[rows[i]], out long replaced);
            values.Span[i] = replaced;
            present.Span[i] = has;
            count += has ? 1 : 0;
        }

        if (count > 0)
        {
            _body.Reset();
            SegmentColumnEncoder.EncodeLongs(values.Span, present.Span, count, _body);
            End(image, SegmentColumnKind.Replaces, count);
        }
    }

    private void AddFields(SegmentImage image)
    {
        FieldChoice choice = FieldChoice.Make(batch, _rows);
        foreach (var (name, numbers) in choice.Measurements)
        {
            AddDoubles(image, SegmentColumnKind.Measurement, name, numbers, 0);
        }

        foreach (MergedAttribute attribute in choice.Attributes)
        {
            switch (attribute.Form)
            {
                case AttributeForm.Text or AttributeForm.Json:
                    AddText(image, SegmentColumnKind.Attribute, attribute.Text, attribute.Name, attribute.Form);
                    break;
                case AttributeForm.Number or AttributeForm.Boolean:
                    AddDoubles(image, SegmentColumnKind.Attribute, attribute.Name, attribute.Numbers, attribute.Form);
                    break;
                default:
                    var values = new AttributeBuilder(attribute.Name);
                    attribute.Visit(_rows, values.Add);
                    AddSlowly(image, values);
                    break;
            }
        }

        choice.SlowMeasurements.ForEach(values => AddSlowly(image, values));
        choice.SlowAttributes.ForEach(values => AddSlowly(image, values));
        if (choice.Residual is { Count: > 0 } residual)
        {
            _body.Reset();
            residual.Encode(_body);
            End(image, SegmentColumnKind.Residual, choice.ResidualRows);
        }
    }

    private void AddDoubles(SegmentImage image, SegmentColumnKind kind, string name, MergedNumbers<double> numbers, AttributeForm form)
    {
        using Scratch<double> values = new(_rows.Count);
        using Scratch<bool> present = new(_rows.Count);
        int count = numbers.Gather(_rows, values.Span, present.Span);
        if (count == 0)
        {
            return;
        }

        if (kind == SegmentColumnKind.Measurement)
        {
            AddToRollup(_quarters, name, values.Span, count == _rows.Count ? [] : present.Span);
            AddToRollup(_hours, name, values.Span, count == _rows.Count ? [] : present.Span);
        }

        (double min, double max) = RangeOf(values.Span, present.Span, count);
        BeginColumn(form);
        SegmentColumnEncoder.EncodeDoubles(values.Span, present.Span, count, _body);
        End(image, kind, count, name, form, min, max);
    }

    private static void AddToRollup(RollupBuilder rollup, string name, ReadOnlySpan<double> values, ReadOnlySpan<bool> present)
    {
        if (rollup.Pays)
        {
            rollup.Add(name, values, present);
        }
    }

    private void AddSlowly(SegmentImage image, MeasurementBuilder values)
    {
        if (values.Count == 0)
        {
            return;
        }

        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        for (int i = 0; i < values.Count; i++)
        {
            min = Math.Min(min, values.ValueAtIndex(i));
            max = Math.Max(max, values.ValueAtIndex(i));
        }

        _body.Reset();
        values.Encode(_rows.Count, _body);
        End(image, SegmentColumnKind.Measurement, values.Count, values.Name, 0, min, max);
    }

    private void AddSlowly(SegmentImage image, AttributeBuilder values)
    {
        if (values.Count > 0)
        {
            _body.Reset();
            values.Encode(_rows.Count, _body);
            End(image, SegmentColumnKind.Attribute, values.Count, values.Name, values.Form);
        }
    }

    private static (double Min, double Max) RangeOf(ReadOnlySpan<double> values, ReadOnlySpan<bool> present, int count)
    {
        int first = 0;
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        if (count == values.Length)
        {
            Vector<double> mins = new(min);
            Vector<double> maxs = new(max);
            for (; first <= values.Length - Vector<double>.Count; first += Vector<double>.Count)
            {
                Vector<double> some = new(values[first..]);
                mins = Vector.Min(mins, some);
                maxs = Vector.Max(maxs, some);
            }

            for (int lane = 0; lane < Vector<double>.Count; lane++)
            {
                min = Math.Min(min, mins[lane]);
                max = Math.Max(max, maxs[lane]);
            }
        }

        for (int i = first; i < values.Length; i++)
        {
            if (present[i])
            {
                min = Math.Min(min, values[i]);
                max = Math.Max(max, values[i]);
            }
        }

        return (min, max);
    }

    private void BeginColumn(AttributeForm form)
    {
        _body.Reset();
        if (form != 0)
        {
            _body.WriteByte((byte)form);
        }
    }

    private void End(SegmentImage image, SegmentColumnKind kind, int present, string name = "", AttributeForm form = 0, double min = double.NaN, double max = double.NaN) =>
        _columns.Add(new SegmentColumn(kind, form, name, Store(image, _columns.Count + 1), present, min, max));

    private int Store(SegmentImage image, int ordinal)
    {
        int start = image.Writer.Length;
        encoder.Encode(SegmentFormat.Identity(image.Id, ordinal), _body.WrittenSpan, image.Writer);
        image.AddBlob(start);
        return image.Writer.Length - start;
    }
}
