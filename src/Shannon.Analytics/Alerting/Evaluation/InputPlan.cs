using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Alerting.Evaluation.Inputs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Values;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Which inputs the conditions of an alert read: what is written twice is read once. Filled while they are compiled, then only read.</summary>
internal sealed class InputPlan
{
    private readonly TimeSpan _window;
    private readonly List<NumberNode> _numbers = [];
    private readonly List<TruthNode> _truths = [];
    private readonly List<GroupForecasts> _forecasts = [];
    private readonly List<Func<string, long, ConditionInput>> _factories = [];
    private readonly Dictionary<NumberNode, int> _placeOfNumber = [];
    private readonly Dictionary<TruthNode, int> _placeOfTruth = [];

    /// <summary>Makes a plan.</summary>
    /// <param name="window">The alert's own window.</param>
    internal InputPlan(TimeSpan window) => _window = Reach = window;

    /// <summary>The forecasts to be kept fresh.</summary>
    internal IReadOnlyList<GroupForecasts> Forecasts => _forecasts;

    /// <summary>The selectors of all records that any input takes.</summary>
    internal HashSet<Selector> Sources { get; } = [];

    /// <summary>The longest time that any input looks back.</summary>
    internal TimeSpan Reach { get; private set; }

    /// <summary>The place of the input behind a number that has no numbers within.</summary>
    internal int PlaceOf(NumberNode leaf)
    {
        if (!_placeOfNumber.TryGetValue(leaf, out int place))
        {
            _placeOfNumber[leaf] = place = Add(FactoryOf(leaf));
        }

        return place;
    }

    /// <summary>The place of the input behind an absence or an anomaly.</summary>
    internal int PlaceOf(TruthNode leaf)
    {
        if (!_placeOfTruth.TryGetValue(leaf, out int place))
        {
            _placeOfTruth[leaf] = place = Add(FactoryOf(leaf));
        }

        return place;
    }

    /// <summary>Fresh inputs for a group, named by its key, that is watched from now on.</summary>
    internal ConditionInput[] Create(string key, long now) => [.. _factories.Select(factory => factory(key, now))];

    private int Add(Func<string, long, ConditionInput> factory)
    {
        _factories.Add(factory);
        return _factories.Count - 1;
    }

    private Func<string, long, ConditionInput> FactoryOf(NumberNode leaf)
    {
        switch (leaf)
        {
            case NumberNode.Sample sample:
                Read(sample.Metric, _window);
                return (_, _) => new SampleInput(sample.Metric, Micros(_window));
            case NumberNode.Figure figure:
                DerivedFigure derived = DerivedFigure.Of(figure.Metric)!;
                foreach (DerivedPart part in derived.Parts)
                {
                    Read(part.Selector, _window);
                }

                return (_, _) => new FigureInput(derived, Micros(_window));
            case NumberNode.Aggregate aggregate:
                Read(aggregate.Metric, aggregate.Window ?? _window);
                return (_, _) => Make(aggregate, Micros(aggregate.Window ?? _window));
            case NumberNode.Forecast forecast:
                var forecasts = new GroupForecasts(forecast);
                _forecasts.Add(forecasts);
                return (key, _) => new ForecastInput(forecasts, key);
            default:
                throw new ArgumentException("The number has no input.", nameof(leaf));
        }
    }

    private Func<string, long, ConditionInput> FactoryOf(TruthNode leaf)
    {
        switch (leaf)
        {
            case TruthNode.Absent absent:
                Read(absent.Metric, absent.Duration);
                return (_, now) => new AbsenceInput(absent.Metric, now);
            case TruthNode.Anomaly anomaly:
                Read(anomaly.Metric, _window);
                return (_, _) => new AnomalyInput(anomaly.Detector, anomaly.Metric);
            default:
                throw new ArgumentException("The truth has no input.", nameof(leaf));
        }
    }

    private void Read(Selector metric, TimeSpan reach)
    {
        Sources.UnionWith(new SelectorValues(metric).Sources);
        Reach = reach > Reach ? reach : Reach;
    }

    private static ConditionInput Make(NumberNode.Aggregate aggregate, long windowMicros) => aggregate.Function.Kind switch
    {
        AggregateKind.Count => new CountInput(aggregate.Metric, windowMicros),
        AggregateKind.Percentile => new QuantileInput(aggregate.Function.Rank, aggregate.Metric, windowMicros),
        AggregateKind.Last => new SampleInput(aggregate.Metric, windowMicros),
        _ => new MomentsInput(aggregate.Function.Kind, aggregate.Metric, windowMicros),
    };

    internal static long Micros(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;
}
