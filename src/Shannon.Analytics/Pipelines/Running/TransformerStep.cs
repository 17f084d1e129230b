using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines.Records;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Brings times into one form, and adds what follows from the measurements.</summary>
internal sealed class TransformerStep(TransformerStage stage, TimeProvider time) : RecordStep
{
    private readonly FieldReader _fields = new();
    private readonly List<KeyValuePair<string, double>> _derived = [];
    private readonly CostCalculator _calculator = new(PriceBook.Default);

    internal override StageDecision Process(PipelineRecord record)
    {
        MetricInput metric = record.Metric;
        DateTimeOffset? timestamp = stage.NormalizeTimestamps ? Normal(metric.Timestamp) : metric.Timestamp;
        PricedCost? cost = null;
        _derived.Clear();
        if (stage.CalculateDerivedMetrics)
        {
            _fields.Read(metric);
            Derive();
            cost = stage.CalculateCost && metric is { Category: MetricCategory.Token, Cost: null, Model: not null } ? Price(metric, timestamp ?? time.GetUtcNow()) : null;
        }

        bool isTimeChanged = timestamp is { } normal && (metric.Timestamp is not { } given || !normal.EqualsExact(given));
        if (!isTimeChanged && _derived.Count == 0 && cost is null)
        {
            return StageDecision.Keep;
        }

        metric = metric with { Timestamp = timestamp, Cost = cost?.Amount ?? metric.Cost };
        foreach (var (name, value) in _derived)
        {
            metric.Measurements[name] = value;
        }

        if (cost is not null)
        {
            metric.Attributes[CostSourceNames.Attribute] = CostSourceNames.Computed;
            metric.Attributes[FieldNames.PriceVersion] = cost.PriceVersion;
        }

        record.Metric = metric;
        return StageDecision.Keep;
    }

    private DateTimeOffset Normal(DateTimeOffset? given) => UnixMicros.ToTime(given is { } moment ? UnixMicros.From(moment) : UnixMicros.Now(time));

    private void Derive()
    {
        foreach (DerivedMetricRule rule in stage.DerivedMetrics)
        {
            if (!_fields.Has(rule.Name)
                && !_derived.Exists(derived => derived.Key == rule.Name)
                && _fields.MeasurementCount + _derived.Count < MetricLimits.MaxMeasurements
                && Apply(rule) is { } value)
            {
                _derived.Add(KeyValuePair.Create(rule.Name, value));
            }
        }
    }

    private double? Apply(DerivedMetricRule rule)
    {
        double above = 0;
        foreach (string name in rule.Numerator)
        {
            if (_fields.Measurement(name) is not { } value)
            {
                return null;
            }

            above += value;
        }

        double below = 0;
        foreach (string name in rule.Denominator)
        {
            below += _fields.Measurement(name) ?? 0;
        }

        double result = rule.Factor * above / below;
        return below > 0 && double.IsFinite(result) ? result : null;
    }

    // Null if the cost is unknown: an unpriced record says nothing rather than nought.
    private PricedCost? Price(MetricInput metric, DateTimeOffset at)
    {
        double shortLived = _fields.Measurement(FieldNames.CacheCreation5mTokens) ?? 0;
        double longLived = _fields.Measurement(FieldNames.CacheCreation1hTokens) ?? 0;
        double created = Math.Max(_fields.Measurement(FieldNames.CacheCreationTokens) ?? 0, shortLived + longLived);
        if (Whole(FieldNames.PromptTokens) is not { } input
            || Whole(FieldNames.CompletionTokens) is not { } output
            || Whole(FieldNames.CacheReadTokens) is not { } read
            || Whole(FieldNames.WebSearchRequests) is not { } searches
            || shortLived < 0 || longLived < 0 || created >= long.MaxValue)
        {
            return null;
        }

        var tokens = new TokenCounts { Input = input, Output = output, CacheRead = read, CacheWrite5m = (long)(created - longLived), CacheWrite1h = (long)longLived, WebSearchRequests = searches };
        if (tokens.IsZero)
        {
            // Only a total is known, which has no price.
            return null;
        }

        PricedCost priced = _calculator.Calculate(new CostRequest { Model = metric.Model, Tokens = tokens, At = at, Speed = Text(FieldNames.Speed), InferenceGeo = Text(FieldNames.InferenceGeo) });
        return priced.Amount is null ? null : priced;
    }

    private long? Whole(string name) => (_fields.Measurement(name) ?? 0) is var value && value >= 0 && value < long.MaxValue ? (long)value : null;

    private string? Text(string name) => _fields.TryGetAttribute(name, out AttributeValue value) ? value.Text : null;
}
