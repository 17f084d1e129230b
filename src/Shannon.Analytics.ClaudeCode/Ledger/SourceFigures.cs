using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>What each source says of a record's figures: all that has to be known to merge it again. It is read from the record and written back there.</summary>
internal sealed class SourceFigures
{
    private readonly LedgerPlan _plan;
    private readonly double?[] _values;

    private SourceFigures(LedgerPlan plan)
    {
        _plan = plan;
        _values = new double?[plan.Figures.Length * SourceWords.Count];
    }

    internal bool[] Present { get; } = new bool[SourceWords.Count];

    internal static SourceFigures Read(RawMetric record, LedgerPlan plan)
    {
        var figures = new SourceFigures(plan);
        string sources = TextOf(record, RecordSourceNames.Sources) ?? RecordSourceNames.Transcript;
        foreach (string word in sources.Split('+'))
        {
            if (SourceWords.Parse(word) is { } source)
            {
                figures.Present[(int)source] = true;
            }
        }

        if (figures.Present.Count(present => present) > 1)
        {
            figures.ReadShared(record);
            return figures;
        }

        int only = Array.IndexOf(figures.Present, true);
        for (int figure = 0; figure < plan.Figures.Length && only >= 0; figure++)
        {
            // The only source's cost is a figure of its own if it reported one.
            bool isTold = plan.Figures[figure].Name != LedgerPlan.Cost || TextOf(record, CostSourceNames.Attribute) == CostSourceNames.Reported;
            figures.Set(figure, (LedgerSource)only, isTold ? ValueOf(record, plan.Figures[figure]) : null);
        }

        return figures;
    }

    /// <summary>What both say together. Of a source that keeps whole copies that of the better record counts alone.</summary>
    internal static SourceFigures Join(SourceFigures better, SourceFigures other)
    {
        LedgerPlan plan = better._plan;
        var joined = new SourceFigures(plan);
        for (int i = 0; i < SourceWords.Count; i++)
        {
            var source = (LedgerSource)i;
            joined.Present[i] = better.Present[i] || other.Present[i];
            for (int figure = 0; figure < plan.Figures.Length; figure++)
            {
                joined.Set(figure, source, plan.KeepsWhole(source)
                    ? (better.Present[i] ? better : other).At(figure, source)
                    : Larger(better.At(figure, source), other.At(figure, source)));
            }
        }

        return joined;
    }

    internal double? At(int figure, LedgerSource source) => _values[(figure * SourceWords.Count) + (int)source];

    /// <summary>The value that counts.</summary>
    internal double? Best(int figure)
    {
        double? best = null;
        foreach (LedgerSource source in _plan.Figures[figure].Preferred is { Length: > 0 } preferred ? preferred : _plan.Context)
        {
            best = _plan.Figures[figure].Preferred.Length > 0 ? best ?? At(figure, source) : Larger(best, At(figure, source));
        }

        return best;
    }

    /// <summary>Writes which sources there are, and where there are several, what each of them says.</summary>
    /// <param name="record">The record; it has the values that count.</param>
    /// <param name="computedCost">Tokens times prices, to be compared with a reported cost; null for none.</param>
    internal void WriteSources(RawMetric record, decimal? computedCost)
    {
        record.Attributes[RecordSourceNames.Sources] = SourceWords.Of(Present);
        if (Present.Count(present => present) < 2)
        {
            return;
        }

        var agreeing = new List<(string Figure, List<string> Sources)>();
        var differing = new List<(string Figure, List<(string Source, double Value)> Values)>();
        for (int figure = 0; figure < _plan.Figures.Length; figure++)
        {
            double? counted = ValueOf(record, _plan.Figures[figure]);
            var same = new List<string>();
            var other = new List<(string Source, double Value)>();
            bool isCost = _plan.Figures[figure].Name == LedgerPlan.Cost;
            foreach (var (word, value) in Said(figure, isCost ? (double?)computedCost : null))
            {
                if (value.Equals(counted))
                {
                    same.Add(word);
                }
                else
                {
                    other.Add((word, value));
                }
            }

            if (same.Count > 0)
            {
                agreeing.Add((_plan.Figures[figure].Name, same));
            }

            if (other.Count > 0)
            {
                differing.Add((_plan.Figures[figure].Name, other));
            }
        }

        record.Attributes[RecordSourceNames.FigureSources] = AttributeValue.FromJson(SourceJson.Write(agreeing));
        if (differing.Count > 0)
        {
            record.Attributes[RecordSourceNames.Differences] = AttributeValue.FromJson(SourceJson.Write(differing));
        }
    }

    private IEnumerable<(string Word, double Value)> Said(int figure, double? computed)
    {
        for (int source = 0; source < SourceWords.Count; source++)
        {
            if (At(figure, (LedgerSource)source) is { } value)
            {
                yield return (SourceWords.Of((LedgerSource)source), value);
            }
        }

        if (computed is { } cost)
        {
            yield return (RecordSourceNames.Computed, cost);
        }
    }

    private void ReadShared(RawMetric record)
    {
        var sources = RecordSources.Of(record.Attributes);
        for (int figure = 0; figure < _plan.Figures.Length; figure++)
        {
            string name = _plan.Figures[figure].Name;
            foreach (string word in sources.Agreeing(name))
            {
                if (SourceWords.Parse(word) is { } source)
                {
                    Set(figure, source, ValueOf(record, _plan.Figures[figure]));
                }
            }

            foreach (SourceDifference difference in sources.Differences)
            {
                if (string.Equals(difference.Figure, name, StringComparison.Ordinal) && SourceWords.Parse(difference.Source) is { } source)
                {
                    Set(figure, source, difference.Value);
                }
            }
        }
    }

    private void Set(int figure, LedgerSource source, double? value) => _values[(figure * SourceWords.Count) + (int)source] = value;

    private static double? ValueOf(RawMetric record, Figure figure) =>
        figure.IsTruth ? record.Attributes.TryGetValue(figure.Name, out AttributeValue truth) ? truth.Boolean is { } isTrue ? isTrue ? 1 : 0 : null : null
        : figure.Name == LedgerPlan.Cost ? (double?)record.Cost
        : record.Measurements.TryGetValue(figure.Name, out double value) ? value
        : null;

    private static double? Larger(double? a, double? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static string? TextOf(RawMetric record, string name) => record.Attributes.TryGetValue(name, out AttributeValue value) ? value.Text : null;
}
