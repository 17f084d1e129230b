using System.Text.Json;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting;

/// <summary>The JSON form of a definition, with the specification's keys.</summary>
internal static class AlertDefinitionJson
{
    private const string AttributePrefix = "attribute:";

    private static readonly GroupKey[] WordKeys = [GroupKey.Session, GroupKey.User, GroupKey.Project, GroupKey.Model, GroupKey.Name, GroupKey.Category];

    internal static string Write(AlertDefinition definition) => JsonText.Write(writer => Write(writer, definition));

    internal static void Write(Utf8JsonWriter writer, AlertDefinition definition)
    {
        writer.WriteStartObject();
        writer.WriteString("name", definition.Name);
        writer.WriteString("condition", definition.Condition);
        writer.WriteNumber("window", definition.Window.TotalSeconds);
        writer.WriteNumber("threshold", definition.Threshold);
        WriteList(writer, "actions", definition.Actions);
        WriteScope(writer, definition.Scope);
        WriteList(writer, "group_by", definition.GroupBy.Select(WordOf));
        writer.WriteString("severity", JsonText.Word(definition.Severity));
        writer.WriteString("clear_condition", definition.ClearCondition);
        JsonText.WriteNumber(writer, "clear_ratio", definition.ClearRatio);
        JsonText.WriteNumber(writer, "cooldown", definition.Cooldown?.TotalSeconds);
        writer.WriteString("no_data", JsonText.Word(definition.NoData));
        writer.WriteStartObject("labels");
        foreach (var (name, value) in definition.Labels)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        if (definition.Budget is { } budget)
        {
            writer.WriteNumber("budget", budget);
        }

        writer.WriteNumber("throttle_prompts_per_minute", definition.ThrottlePromptsPerMinute);
        writer.WriteBoolean("enabled", definition.IsEnabled);
        writer.WriteEndObject();
    }

    internal static AlertDefinition Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using JsonDocument document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    internal static AlertDefinition Read(JsonElement element)
    {
        var fields = new JsonFields(element, nameof(AlertDefinition));
        var defaults = new AlertDefinition { Name = string.Empty, Condition = string.Empty };
        var definition = new AlertDefinition
        {
            Name = fields.Text("name") ?? fields.Missing("name"),
            Condition = fields.Text("condition") ?? fields.Missing("condition"),
            Window = fields.Seconds("window") ?? defaults.Window,
            Threshold = fields.Integer("threshold") ?? defaults.Threshold,
            Actions = fields.Texts("actions") ?? defaults.Actions,
            Scope = fields.Object("scope") is { } scope ? ReadScope(scope) : defaults.Scope,
            GroupBy = [.. (fields.Texts("group_by") ?? []).Select(KeyOf)],
            Severity = fields.Word<AlertSeverity>("severity") ?? defaults.Severity,
            ClearCondition = fields.Text("clear_condition"),
            ClearRatio = fields.Number("clear_ratio"),
            Cooldown = fields.Seconds("cooldown"),
            NoData = fields.Word<AlertNoData>("no_data") ?? defaults.NoData,
            Labels = fields.Map("labels") ?? defaults.Labels,
            Budget = fields.Decimal("budget"),
            ThrottlePromptsPerMinute = fields.Integer("throttle_prompts_per_minute") ?? defaults.ThrottlePromptsPerMinute,
            IsEnabled = fields.Flag("enabled") ?? defaults.IsEnabled,
        };
        fields.ThrowIfWrong();
        return definition;
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteScope(Utf8JsonWriter writer, MetricFilter scope)
    {
        writer.WriteStartObject("scope");
        WriteIfGiven(writer, FieldNames.SessionId, scope.SessionId);
        WriteIfGiven(writer, FieldNames.UserId, scope.UserId);
        WriteIfGiven(writer, FieldNames.Project, scope.Project);
        WriteIfGiven(writer, FieldNames.Model, scope.Model);
        WriteIfGiven(writer, FieldNames.Category, scope.Category?.ToWord());
        if (scope.Attributes is { Count: > 0 } attributes)
        {
            writer.WriteStartObject(FieldNames.Attributes);
            foreach (var (name, value) in attributes)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        if (scope.Measurements.Count > 0)
        {
            writer.WriteStartArray(FieldNames.Measurements);
            foreach (MeasurementRange range in scope.Measurements)
            {
                writer.WriteStartObject();
                writer.WriteString("name", range.Name);
                JsonText.WriteNumber(writer, "min", range.Min);
                JsonText.WriteNumber(writer, "max", range.Max);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteIfGiven(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static MetricFilter ReadScope(JsonFields fields)
    {
        string? category = fields.Text(FieldNames.Category);
        if (category is not null && !CategoryNames.TryParse(category, out _))
        {
            fields.Wrong(FieldNames.Category, "is no category");
            category = null;
        }

        return new MetricFilter
        {
            SessionId = fields.Text(FieldNames.SessionId),
            UserId = fields.Text(FieldNames.UserId),
            Project = fields.Text(FieldNames.Project),
            Model = fields.Text(FieldNames.Model),
            Category = category is not null && CategoryNames.TryParse(category, out MetricCategory known) ? known : null,
            Attributes = fields.Attributes(FieldNames.Attributes),
            Measurements = [.. fields.Objects(FieldNames.Measurements).Select(range => new MeasurementRange(range.Text("name"), range.Number("min"), range.Number("max")))],
        };
    }

    // An attribute whose name is one of the words is told apart by a prefix.
    private static string WordOf(GroupKey key)
    {
        string word = key.ToString();
        bool isAmbiguous = WordKeys.Any(known => known.ToString() == word) || word.StartsWith(AttributePrefix, StringComparison.Ordinal);
        return key.Kind == GroupKeyKind.Attribute && isAmbiguous ? AttributePrefix + word : word;
    }

    private static GroupKey KeyOf(string word)
    {
        foreach (GroupKey key in WordKeys)
        {
            if (key.ToString() == word)
            {
                return key;
            }
        }

        string name = word.StartsWith(AttributePrefix, StringComparison.Ordinal) ? word[AttributePrefix.Length..] : word;
        return GroupKey.Attribute(name.Length == 0 ? AttributePrefix : name);
    }
}
