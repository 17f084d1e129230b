using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>Reads functions for a <see cref="ConditionParser"/>, from their opening parenthesis on.</summary>
internal sealed class FunctionParser(ConditionParser parser)
{
    // Less would be printed with an exponent, which no percentile has.
    private const double LeastRank = 0.001;

    internal ConditionTerm Read(ConditionToken name)
    {
        parser.Take(TokenKind.Open, "a '('");
        ConditionTerm term = name.Text.ToUpperInvariant() switch
        {
            "ABSENT" => new(name.Position, null, ReadAbsent()),
            "ANOMALY" => new(name.Position, null, ReadAnomaly()),
            "FORECAST" => new(name.Position, ReadForecast(), null),
            _ => new(name.Position, ReadAggregate(name), null),
        };
        parser.Take(TokenKind.Close, "a ')' that ends the function");
        return term;
    }

    private TruthNode.Absent ReadAbsent()
    {
        Selector metric = ReadMetric();
        parser.Take(TokenKind.Comma, "a ',' and a duration, as in absent(response_time, 10m),");
        return new(metric, parser.ReadDuration("the metric", "absent(response_time, 10m)", AlertLimits.MinWindow, AlertLimits.MaxDuration));
    }

    private TruthNode.Anomaly ReadAnomaly()
    {
        Selector metric = ReadMetric();
        if (!parser.TrySkip(TokenKind.Comma))
        {
            return new(metric, DetectorKind.Auto);
        }

        DetectorKind detector = parser.Token.Text.ToUpperInvariant() switch
        {
            "AUTO" => DetectorKind.Auto,
            "EWMA" => DetectorKind.Ewma,
            _ => throw parser.Wrong($"there is no detector {parser.Token.Shown}. Use auto, the default, or ewma."),
        };
        parser.Take(TokenKind.Name, "a detector");
        return new(metric, detector);
    }

    private NumberNode.Forecast ReadForecast()
    {
        Selector metric = ReadMetric();
        parser.Take(TokenKind.Comma, "a ',' and a duration, as in forecast(cost, 7d),");
        int position = parser.Token.Position;
        TimeSpan horizon = parser.ReadDuration("the metric", "forecast(cost, 7d)", TimeSpan.FromDays(1), AlertLimits.MaxHorizon);
        return horizon.Ticks % TimeSpan.TicksPerDay == 0
            ? new(metric, horizon)
            : throw new AlertConditionException(position, "a forecast is made of whole days. Write 1d, 7d or 30d, for example.");
    }

    private NumberNode.Aggregate ReadAggregate(ConditionToken name)
    {
        AggregateFunction function = FunctionOf(name);
        Selector metric = ReadMetric();
        TimeSpan? window = parser.TrySkip(TokenKind.Comma) ? parser.ReadDuration("the metric", "p95(response_time, 5m)", AlertLimits.MinWindow, AlertLimits.MaxWindow) : null;
        return new(function, metric, window);
    }

    private static AggregateFunction FunctionOf(ConditionToken name)
    {
        try
        {
            AggregateFunction function = AggregateFunction.Parse(name.Text);
            if (function.Kind is not (AggregateKind.First or AggregateKind.Distinct) && function.Rank is 0 or >= LeastRank)
            {
                return function;
            }
        }
        catch (FormatException)
        {
            // Said below, with the functions that conditions have.
        }

        throw new AlertConditionException(name.Position, $"there is no function {name.Shown}. Use {ConditionWords.Functions}.");
    }

    /// <summary>Functions read records, which a derived figure has none of.</summary>
    private Selector ReadMetric()
    {
        ConditionToken name = parser.Token;
        if (name.Kind == TokenKind.Times)
        {
            throw parser.Wrong("'*' names no metric here. Write 'all' for every record.");
        }

        parser.Take(TokenKind.Name, "a metric");
        Selector metric = ConditionParser.SelectorOf(name);
        return DerivedFigure.Of(metric) is null
            ? metric
            : throw new AlertConditionException(name.Position, $"{name.Shown} is a figure over the alert's window already. Use it without a function, or name one of the metrics behind it.");
    }
}
