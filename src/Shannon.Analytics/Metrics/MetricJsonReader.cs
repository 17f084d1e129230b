using System.Globalization;
using System.Text.Json;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Metrics;

/// <summary>
/// Reads one JSON object into the typed input that fits it. First the fields every metric has are taken out, by any of their
/// names; then the shape is decided by the most telling key; then the fields of that shape; what is left becomes attributes.
/// </summary>
internal sealed class MetricJsonReader
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeValue> _nested = new(StringComparer.Ordinal);
    private readonly JsonElement _root;

    internal MetricJsonReader(JsonElement root) => _root = root;

    internal MetricInput Read()
    {
        if (_root.ValueKind != JsonValueKind.Object)
        {
            throw new MetricValidationException("$", $"is a JSON {_root.ValueKind}; a metric is an object with keys such as type, value, session_id.");
        }

        foreach (JsonProperty property in _root.EnumerateObject())
        {
            if (property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                _fields[NameOf(property)] = property.Value;
            }
        }

        string? session = TakeText(FieldNames.SessionId, "session");
        string? user = TakeText(FieldNames.UserId, "user");
        string? project = TakeText(FieldNames.Project, "cwd", "project_path");
        string? model = TakeText(FieldNames.Model);
        DateTimeOffset? time = TakeTime();
        decimal? cost = TakeCost();
        RecordKey? key = TakeKey();
        MetricInput metric = ReadShape();
        foreach (string container in (ReadOnlySpan<string>)[FieldNames.Context, FieldNames.Metadata, FieldNames.Dimensions, FieldNames.Attributes])
        {
            TakeNested(container);
        }

        user ??= TakeNestedText(metric is SessionMetric, FieldNames.UserId, "user");
        project ??= TakeNestedText(metric is SessionMetric, FieldNames.Project, "cwd", "project_path");
        model ??= TakeNestedText(metric is SessionMetric, FieldNames.Model);
        metric = metric with { SessionId = session, UserId = user, Project = project, Model = model, Timestamp = time, Cost = cost, Key = key };
        foreach (var (name, value) in _nested)
        {
            metric.Attributes[name] = value;
        }

        foreach (var (name, element) in _fields)
        {
            metric.Attributes[name] = ToAttribute(name, element);
        }

        return metric;
    }

    private MetricInput ReadShape()
    {
        string? type = TakeText(FieldNames.Type);
        string? categoryWord = TakeText(FieldNames.Category);
        MetricCategory category = 0;
        if (categoryWord is not null && !CategoryNames.TryParse(categoryWord, out category))
        {
            throw new MetricValidationException(FieldNames.Category, "is not one of session, performance, resource, token, error, custom, event, tool, api.");
        }

        if (_fields.TryGetValue(FieldNames.Measurements, out JsonElement measurements) && measurements.ValueKind == JsonValueKind.Object)
        {
            return ReadRaw(category == 0 ? MetricCategory.Custom : category, type ?? (category == 0 ? FieldNames.Value : category.ToWord()), measurements);
        }

        string? eventName = TakeText(FieldNames.Event);
        string? metricName = TakeText(FieldNames.MetricName);
        if (category == 0)
        {
            category = eventName is not null ? MetricCategory.Event : metricName is not null ? MetricCategory.Custom : GuessCategory(type);
        }

        string? name = eventName ?? metricName ?? type;
        if (type is not null && !string.Equals(type, name, StringComparison.Ordinal) && !CategoryNames.TryParse(type, out _))
        {
            _nested[FieldNames.Type] = type;
        }

        return category switch
        {
            MetricCategory.Session => new SessionMetric(name ?? FieldNames.SessionStart) { Duration = TakeNumber(FieldNames.Duration) },
            MetricCategory.Performance => ReadPerformance(name ?? FieldNames.ResponseTime),
            MetricCategory.Resource => ReadResource(name ?? FieldNames.ResourceUsage),
            MetricCategory.Token => ReadToken(name ?? FieldNames.TokenUsage),
            MetricCategory.Error => ReadError(name ?? FieldNames.Error),
            MetricCategory.Custom => new CustomMetric(name ?? FieldNames.Value, NeedNumber(FieldNames.Value)),
            MetricCategory.Tool => new ToolMetric(TakeText(FieldNames.ToolName) ?? "unknown")
            {
                Type = name ?? FieldNames.ToolUse,
                ToolUseId = TakeText(FieldNames.ToolUseId),
                DurationMs = TakeNumber(FieldNames.DurationMs),
                Success = TakeBoolean(FieldNames.Success),
                InputBytes = TakeNumber(FieldNames.InputBytes),
                OutputBytes = TakeNumber(FieldNames.OutputBytes),
            },
            MetricCategory.Api => new ApiMetric(name ?? FieldNames.ApiCall)
            {
                Endpoint = TakeText(FieldNames.Endpoint),
                DurationMs = TakeNumber(FieldNames.DurationMs),
                StatusCode = TakeWhole(FieldNames.StatusCode) is { } status ? ToInt32(FieldNames.StatusCode, status) : null,
            },
            _ => new AnalyticsEvent(name ?? FieldNames.Event),
        };
    }

    private MetricCategory GuessCategory(string? type) => MetricJsonKeys.CategoryOf(type) switch
    {
        > 0 and var known => known,
        _ when _fields.ContainsKey(FieldNames.PromptTokens) || _fields.ContainsKey(FieldNames.TotalTokens) => MetricCategory.Token,
        _ when _fields.ContainsKey(FieldNames.ErrorType) => MetricCategory.Error,
        _ when _fields.ContainsKey(FieldNames.CpuPercent) || _fields.ContainsKey(FieldNames.MemoryMb) => MetricCategory.Resource,
        _ when _fields.ContainsKey(FieldNames.Value) => _fields.ContainsKey(FieldNames.Unit) ? MetricCategory.Performance : MetricCategory.Custom,
        _ => MetricCategory.Event,
    };

    private RawMetric ReadRaw(MetricCategory category, string name, JsonElement measurements)
    {
        // The stored shape, as records are written: their id belongs to the store they came from.
        _fields.Remove(FieldNames.Measurements);
        _fields.Remove(FieldNames.Id);
        var raw = new RawMetric(category, name);
        foreach (JsonProperty measurement in measurements.EnumerateObject())
        {
            string measurementName = NameOf(measurement);
            raw.Measurements[measurementName] = ToNumber(measurementName, measurement.Value);
        }

        return raw;
    }

    private PerformanceMetric ReadPerformance(string name)
    {
        double? value = TakeNumber(FieldNames.Value);
        if (value is null && TakeNumber(FieldNames.DurationMs) is { } milliseconds)
        {
            return new PerformanceMetric(name, milliseconds) { Unit = "ms" };
        }

        value ??= TakeNumber(FieldNames.Duration);
        return value is { } number ? new PerformanceMetric(name, number) { Unit = TakeText(FieldNames.Unit) } : throw Missing(FieldNames.Value);
    }

    private ResourceMetric ReadResource(string name) => new(name)
    {
        CpuPercent = TakeNumber(FieldNames.CpuPercent),
        MemoryMb = TakeNumber(FieldNames.MemoryMb),
        DiskIoReadMb = TakeNumber(FieldNames.DiskReadMb),
        DiskIoWriteMb = TakeNumber(FieldNames.DiskWriteMb),
        NetworkInMb = TakeNumber(FieldNames.NetworkInMb),
        NetworkOutMb = TakeNumber(FieldNames.NetworkOutMb),
    };

    private TokenMetric ReadToken(string name) => new(name)
    {
        PromptTokens = TakeWhole(FieldNames.PromptTokens, "input_tokens"),
        CompletionTokens = TakeWhole(FieldNames.CompletionTokens, "output_tokens"),
        TotalTokens = TakeWhole(FieldNames.TotalTokens),
        CacheReadTokens = TakeWhole(FieldNames.CacheReadTokens, "cache_read_input_tokens"),
        CacheCreationTokens = TakeWhole(FieldNames.CacheCreationTokens, "cache_creation_input_tokens"),
        CacheCreation5mTokens = TakeWhole(FieldNames.CacheCreation5mTokens, "ephemeral_5m_input_tokens"),
        CacheCreation1hTokens = TakeWhole(FieldNames.CacheCreation1hTokens, "ephemeral_1h_input_tokens"),
        ReasoningTokens = TakeWhole(FieldNames.ReasoningTokens),
    };

    private ErrorMetric ReadError(string name)
    {
        string? word = TakeText(FieldNames.Severity);
        ErrorSeverity severity = ErrorSeverity.Error;
        if (word is not null && !ErrorMetric.TryParseSeverity(word, out severity))
        {
            throw new MetricValidationException(FieldNames.Severity, "is not one of debug, info, warning, error, critical.");
        }

        if (_fields.TryGetValue(FieldNames.Count, out JsonElement count) && count.ValueKind == JsonValueKind.Number && count.GetDouble() == 1)
        {
            _fields.Remove(FieldNames.Count);
        }

        return new ErrorMetric(TakeText(FieldNames.ErrorType) ?? "unknown")
        {
            Type = name,
            Message = TakeText(FieldNames.Message),
            Severity = severity,
            Recoverable = TakeBoolean(FieldNames.Recoverable),
        };
    }

    private void TakeNested(string container)
    {
        if (!_fields.TryGetValue(container, out JsonElement element) || element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        _fields.Remove(container);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = NameOf(property);
            if (ToAttribute(name, property.Value) is { Kind: not AttributeKind.None } value)
            {
                _nested[name] = value;
            }
        }
    }

    private string? TakeNestedText(bool lift, params ReadOnlySpan<string> names)
    {
        if (!lift)
        {
            return null;
        }

        foreach (string name in names)
        {
            if (_nested.TryGetValue(name, out AttributeValue value) && value.Kind == AttributeKind.Text)
            {
                _nested.Remove(name);
                return value.Text;
            }
        }

        return null;
    }

    private bool TryTake(string name, out JsonElement element) => _fields.Remove(name, out element);

    private string? TakeText(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (TryTake(name, out JsonElement element))
            {
                return element.ValueKind == JsonValueKind.String ? ToText(name, element) : throw WrongType(name, element, "a string");
            }
        }

        return null;
    }

    private bool? TakeBoolean(string name)
    {
        if (!TryTake(name, out JsonElement element))
        {
            return null;
        }

        return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw WrongType(name, element, "true or false");
    }

    private double? TakeNumber(string name) => TryTake(name, out JsonElement element) ? ToNumber(name, element) : null;

    private double NeedNumber(string name) => TakeNumber(name) ?? throw Missing(name);

    private long? TakeWhole(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (TryTake(name, out JsonElement element))
            {
                double number = ToNumber(name, element);
                return number == Math.Floor(number) && Math.Abs(number) < 9e15
                    ? (long)number
                    : throw new MetricValidationException(name, "is not a whole number below 9e15.");
            }
        }

        return null;
    }

    private DateTimeOffset? TakeTime()
    {
        if (!TryTake(FieldNames.Timestamp, out JsonElement element))
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(ToText(FieldNames.Timestamp, element), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return time;
        }

        throw WrongType(FieldNames.Timestamp, element, "an ISO 8601 time such as 2026-01-31T12:00:00Z (UTC when no offset is given)");
    }

    private decimal? TakeCost()
    {
        decimal? cost = null;
        foreach (string name in (ReadOnlySpan<string>)[FieldNames.Cost, FieldNames.CostEstimate, "cost_usd", "total_cost_usd"])
        {
            if (cost is null && TryTake(name, out JsonElement element))
            {
                cost = element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out decimal amount)
                    ? amount
                    : throw WrongType(name, element, "an amount of US dollars as a number");
            }
        }

        return cost;
    }

    private RecordKey? TakeKey()
    {
        if (TakeText(FieldNames.Key) is not { } key)
        {
            return null;
        }

        if (!TryTake(FieldNames.KeyRank, out JsonElement rank))
        {
            return new RecordKey(key);
        }

        return rank.ValueKind == JsonValueKind.Number && rank.TryGetInt64(out long whole)
            ? new RecordKey(key, whole)
            : throw WrongType(FieldNames.KeyRank, rank, "a whole number");
    }

    private static double ToNumber(string name, JsonElement element) =>
        element.ValueKind == JsonValueKind.Number ? element.GetDouble() : throw WrongType(name, element, "a number");

    private static int ToInt32(string name, long number) =>
        number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new MetricValidationException(name, "lies outside the range of a 32-bit whole number.");

    private static string ToText(string name, JsonElement element) => AttributeValue.TextOf(element) ?? throw HalfPair(name);

    private static AttributeValue ToAttribute(string name, JsonElement element)
    {
        try
        {
            return AttributeValue.FromJson(element);
        }
        catch (JsonException)
        {
            throw HalfPair(name);
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw HalfPair("$");
        }
    }

    private static MetricValidationException HalfPair(string name) => new(name, "escapes half of a surrogate pair; remove it.");

    private static MetricValidationException WrongType(string name, JsonElement element, string wanted) =>
        new(name, $"is a JSON {element.ValueKind} that cannot be read; {wanted} is needed.");

    private static MetricValidationException Missing(string name) =>
        new(name, "is missing; this kind of metric needs it. Send an event if there is no number.");
}
