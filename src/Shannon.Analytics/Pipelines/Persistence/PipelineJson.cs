using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Definitions as JSON, with the specification's keys.</summary>
internal static class PipelineJson
{
    internal static string Write(PipelineDefinition definition) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", definition.Name);
        writer.WriteNumber("queue_capacity", definition.QueueCapacity);
        writer.WriteBoolean("enabled", definition.IsEnabled);
        writer.WriteStartArray("stages");
        foreach (StageDefinition stage in definition.Stages)
        {
            StageJson.Write(writer, stage);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    internal static PipelineDefinition Read(string json)
    {
        using var document = JsonDocument.Parse(json, MetricJson.Options);
        var fields = new JsonFields(document.RootElement, nameof(PipelineDefinition));
        var errors = new List<string>();
        IReadOnlyList<JsonFields> stages = fields.Objects("stages");
        var definition = new PipelineDefinition { Name = fields.Text("name") ?? fields.Missing("name"), Stages = [.. stages.Select(stage => StageJson.Read(stage)).OfType<StageDefinition>()] };
        definition = definition with
        {
            QueueCapacity = fields.Integer("queue_capacity") ?? definition.QueueCapacity,
            IsEnabled = fields.Flag("enabled") ?? definition.IsEnabled,
        };
        errors.AddRange(fields.FindErrors());

        // With a stage missing, the places of the others would be wrong: what can be said of them is said already.
        if (definition.Stages.Count == stages.Count)
        {
            errors.AddRange(definition.FindErrors());
        }

        OptionChecks.ThrowIfAny(nameof(PipelineDefinition), [.. errors.Distinct(StringComparer.Ordinal)]);
        return definition;
    }
}
