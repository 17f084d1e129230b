using System.IO.Hashing;
using System.Text;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>One event or data point, with what every record of it shares.</summary>
internal sealed class TelemetryItem
{
    internal required OtlpFields Fields { get; init; }

    internal required long Micros { get; init; }

    internal required ClaudeTelemetryOptions Options { get; init; }

    /// <summary>True once a number was read that is none.</summary>
    internal bool HasBadNumber { get; private set; }

    internal string? Session => Fields.Text("session.id") ?? Fields.Text("shannon.session.id");

    internal string? AgentId => Fields.Text("agent_id") ?? Fields.Text("agent.id");

    internal bool IsSidechain => AgentId is not null || Fields.Text("query_source") is { } source && (source.StartsWith("agent:", StringComparison.Ordinal) || source == "subagent");

    /// <summary>Decides between copies that are equally good.</summary>
    internal ulong Tie => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Session}/{Micros}/{Fields.Text("event.sequence")}")));

    /// <summary>What tells this event from all others, for events without an id.</summary>
    internal string Place => FormattableString.Invariant($"{Session}/{Micros}/{Fields.Text("event.sequence")}");

    /// <summary>A number that is not negative; null if there is none.</summary>
    internal double? Number(string name)
    {
        double? number = Fields.Number(name);
        HasBadNumber |= number is not (null or (>= 0 and <= 1e15));
        return HasBadNumber ? null : number;
    }

    internal RawMetric NewRecord(MetricCategory category, string name, long? micros = null)
    {
        var record = new RawMetric(category, name)
        {
            Timestamp = TimestampParser.ToTime(micros ?? Micros),
            SessionId = Session,
            UserId = Fields.Text(Options.UserAttributes),
            Project = Fields.Text(Options.ProjectAttributes, MetricLimits.MaxProjectLength),
            Model = Fields.Text("model"),
        };
        Set(record, TranscriptAttributeNames.Version, Fields.Text("service.version") ?? Fields.Text("app.version"));
        Set(record, TranscriptAttributeNames.AgentId, AgentId);
        Set(record, TranscriptAttributeNames.Quality, TranscriptAttributeNames.Measured);
        Set(record, RecordSourceNames.Sources, RecordSourceNames.OpenTelemetry);
        if (IsSidechain)
        {
            record.Attributes[TranscriptAttributeNames.Sidechain] = true;
        }

        return record;
    }

    /// <summary>Sets an attribute as far as the field is there.</summary>
    internal void Copy(RawMetric record, string attribute, string field) => Set(record, attribute, Fields.Text(field));

    internal static void Set(RawMetric record, string attribute, AttributeValue value)
    {
        if (value.Kind != AttributeKind.None)
        {
            record.Attributes[attribute] = value;
        }
    }

    internal static void Measure(RawMetric record, string measurement, double? value)
    {
        if (value is { } number)
        {
            record.Measurements[measurement] = number;
        }
    }
}
