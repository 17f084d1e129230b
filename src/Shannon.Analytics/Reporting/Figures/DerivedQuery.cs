using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>The queries behind a derived figure, such as the rate of errors, and the figure once they are read.</summary>
internal sealed class DerivedQuery
{
    private readonly MetricPlan _plan;
    private readonly FigureQuery[] _parts;
    private readonly FigureReader _reader;

    internal DerivedQuery(FigureReader reader, string figure)
    {
        _reader = reader;
        Selector selector = Selector.Parse(figure);
        _plan = new MetricPlan(new TimeAggregationRequest { Metrics = [selector], Range = reader.Range }, selector);
        _parts = [.. _plan.Queries(null, []).Select(reader.Add)];
    }

    /// <summary>The figure; null where it is undefined.</summary>
    internal double? Value
    {
        get
        {
            double seconds = (_reader.Range.End - _reader.Range.Start)?.TotalSeconds ?? 0;
            var figures = _plan.Figures([.. _parts.Select(static part => part.Result)], 0, _ => seconds);
            return figures.Count == 0 ? _plan.Empty[0] : figures.Values.First()[0];
        }
    }
}
