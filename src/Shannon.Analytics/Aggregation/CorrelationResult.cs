using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>How two metrics go together.</summary>
public sealed record CorrelationResult
{
    /// <summary>The coefficient between -1 and 1, or <see langword="null"/> where undefined; see <see cref="Reason"/>.</summary>
    public double? Coefficient { get; init; }

    /// <summary>Why the coefficient is undefined, such as <c>fewer than two pairs</c>; <see langword="null"/> where it is defined.</summary>
    public string? Reason { get; init; }

    /// <summary>The coefficient computed.</summary>
    public CorrelationMethod Method { get; init; }

    /// <summary>How many pairs it rests on.</summary>
    public int Count { get; init; }

    /// <summary>How many independent pairs those are worth, as each series goes on like itself; <see langword="null"/> below four pairs.</summary>
    public double? EffectiveCount { get; init; }

    /// <summary>The probability of a coefficient this far from 0 between unrelated series, by the effective count.</summary>
    public double? PValue { get; init; }

    /// <summary>The lower end of the confidence interval.</summary>
    public double? Lower { get; init; }

    /// <summary>The upper end of the confidence interval.</summary>
    public double? Upper { get; init; }

    /// <summary>The lag at which the magnitude is greatest: positive when the second metric follows the first. <see langword="null"/> unless asked for.</summary>
    public TimeSpan? BestLag { get; init; }

    /// <summary>The coefficient at that lag.</summary>
    public double? BestCoefficient { get; init; }

    /// <summary>A JSON object with the fields in snake_case; the lag in seconds.</summary>
    public string ToJson() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        JsonText.WriteNumber(writer, "coefficient", Coefficient);
        writer.WriteString("method", JsonText.Word(Method));
        if (Reason is not null)
        {
            writer.WriteString("reason", Reason);
        }

        writer.WriteNumber("count", Count);
        JsonText.WriteNumber(writer, "effective_count", EffectiveCount);
        JsonText.WriteNumber(writer, "p_value", PValue);
        JsonText.WriteNumber(writer, "lower", Lower);
        JsonText.WriteNumber(writer, "upper", Upper);
        if (BestLag is { } lag)
        {
            writer.WriteNumber("best_lag", lag.TotalSeconds);
            JsonText.WriteNumber(writer, "best_coefficient", BestCoefficient);
        }

        writer.WriteEndObject();
    });
}
