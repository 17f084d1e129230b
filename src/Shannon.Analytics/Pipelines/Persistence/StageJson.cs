using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Stages as JSON: name, type and config.</summary>
internal static class StageJson
{
    private const string Types = "collector, validator, enricher, transformer, storage, filter, sampler, router, custom";

    internal static void Write(Utf8JsonWriter writer, StageDefinition stage)
    {
        writer.WriteStartObject();
        writer.WriteString("name", stage.Name);
        writer.WriteString("type", stage.Type);
        writer.WriteStartObject("config");
        WriteConfig(writer, stage);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads a stage; null, with what is wrong remembered in the fields, if its type is none.</summary>
    internal static StageDefinition? Read(JsonFields fields)
    {
        string name = fields.Text("name") ?? fields.Missing("name");
        string? type = fields.Text("type");
        JsonFields config = fields.Object("config") ?? fields.Empty("config");
        switch (type)
        {
            case "collector":
                return ReadCollector(new CollectorStage { Name = name }, config);
            case "validator":
                return new ValidatorStage { Name = name, Schema = config.Word<SchemaMode>("schema") ?? SchemaMode.Strict, DropInvalid = config.Flag("drop_invalid") ?? false };
            case "enricher":
                return ReadEnricher(new EnricherStage { Name = name }, config);
            case "transformer":
                return ReadTransformer(new TransformerStage { Name = name }, config);
            case "storage":
                return ReadStorage(new StorageStage { Name = name }, config);
            case "filter":
                return new FilterStage { Name = name, Match = MatchJson.Read(config.Object("match") ?? config.Empty("match")), Mode = config.Word<FilterMode>("mode") ?? FilterMode.Keep };
            case "sampler":
                return ReadSampler(new SamplerStage { Name = name, Rate = config.Number("rate") ?? 0 }, config);
            case "router":
                return new RouterStage { Name = name, Routes = [.. config.Objects("routes").Select(route => new RouterRule(MatchJson.Read(route.Object("match") ?? route.Empty("match")), route.Text("to") ?? route.Missing("to")))] };
            case "custom":
                return new CustomStage { Name = name, Stage = config.Text("stage") ?? string.Empty, Settings = config.Attributes("settings") ?? [] };
            default:
                fields.Wrong("type", $"is {(type is null ? "missing" : $"'{type}'")}; it must be one of {Types}");
                config.Ignore();
                return null;
        }
    }

    private static CollectorStage ReadCollector(CollectorStage usual, JsonFields config) => usual with
    {
        BatchSize = config.Integer("batch_size") ?? usual.BatchSize,
        FlushInterval = config.Seconds("flush_interval") ?? usual.FlushInterval,
    };

    private static EnricherStage ReadEnricher(EnricherStage usual, JsonFields config) => usual with
    {
        AddSessionContext = config.Flag("add_session_context") ?? usual.AddSessionContext,
        AddUserMetadata = config.Flag("add_user_metadata") ?? usual.AddUserMetadata,
        Attributes = config.Texts("attributes"),
    };

    private static TransformerStage ReadTransformer(TransformerStage usual, JsonFields config) => usual with
    {
        NormalizeTimestamps = config.Flag("normalize_timestamps") ?? usual.NormalizeTimestamps,
        CalculateDerivedMetrics = config.Flag("calculate_derived_metrics") ?? usual.CalculateDerivedMetrics,
        CalculateCost = config.Flag("calculate_cost") ?? usual.CalculateCost,
        DerivedMetrics = config.Has("derived_metrics")
            ? [.. config.Objects("derived_metrics").Select(rule => new DerivedMetricRule(rule.Text("name") ?? rule.Missing("name"), rule.Texts("numerator") ?? [], rule.Texts("denominator") ?? [], rule.Number("factor") ?? 1))]
            : usual.DerivedMetrics,
    };

    private static StorageStage ReadStorage(StorageStage usual, JsonFields config) => usual with
    {
        Compression = config.Flag("compression") ?? usual.Compression,
        Partitioning = config.Word<StoragePartitioning>("partitioning") ?? usual.Partitioning,
        BatchSize = config.Integer("batch_size") ?? usual.BatchSize,
        IsHistory = config.Flag("history") ?? usual.IsHistory,
    };

    private static SamplerStage ReadSampler(SamplerStage usual, JsonFields config) => usual with
    {
        By = config.Word<SamplerUnit>("by") ?? usual.By,
        KeepErrors = config.Flag("keep_errors") ?? usual.KeepErrors,
        Seed = config.Integer("seed") ?? usual.Seed,
    };

    private static void WriteConfig(Utf8JsonWriter writer, StageDefinition stage)
    {
        switch (stage)
        {
            case CollectorStage collector:
                writer.WriteNumber("batch_size", collector.BatchSize);
                writer.WriteNumber("flush_interval", collector.FlushInterval.TotalSeconds);
                break;
            case ValidatorStage validator:
                writer.WriteString("schema", JsonText.Word(validator.Schema));
                writer.WriteBoolean("drop_invalid", validator.DropInvalid);
                break;
            case EnricherStage enricher:
                writer.WriteBoolean("add_session_context", enricher.AddSessionContext);
                writer.WriteBoolean("add_user_metadata", enricher.AddUserMetadata);
                if (enricher.Attributes is { } attributes)
                {
                    WriteTexts(writer, "attributes", attributes);
                }

                break;
            case TransformerStage transformer:
                WriteTransformer(writer, transformer);
                break;
            case StorageStage storage:
                writer.WriteBoolean("compression", storage.Compression);
                writer.WriteString("partitioning", JsonText.Word(storage.Partitioning));
                writer.WriteNumber("batch_size", storage.BatchSize);
                writer.WriteBoolean("history", storage.IsHistory);
                break;
            case FilterStage filter:
                MatchJson.Write(writer, filter.Match);
                writer.WriteString("mode", JsonText.Word(filter.Mode));
                break;
            case SamplerStage sampler:
                writer.WriteNumber("rate", sampler.Rate);
                writer.WriteString("by", JsonText.Word(sampler.By));
                writer.WriteBoolean("keep_errors", sampler.KeepErrors);
                writer.WriteNumber("seed", sampler.Seed);
                break;
            case RouterStage router:
                WriteRoutes(writer, router.Routes);
                break;
            case CustomStage custom:
                writer.WriteString("stage", custom.Stage);
                MatchJson.Write(writer, "settings", custom.Settings);
                break;
        }
    }

    private static void WriteTransformer(Utf8JsonWriter writer, TransformerStage transformer)
    {
        writer.WriteBoolean("normalize_timestamps", transformer.NormalizeTimestamps);
        writer.WriteBoolean("calculate_derived_metrics", transformer.CalculateDerivedMetrics);
        writer.WriteBoolean("calculate_cost", transformer.CalculateCost);
        writer.WriteStartArray("derived_metrics");
        foreach (DerivedMetricRule rule in transformer.DerivedMetrics)
        {
            writer.WriteStartObject();
            writer.WriteString("name", rule.Name);
            WriteTexts(writer, "numerator", rule.Numerator);
            WriteTexts(writer, "denominator", rule.Denominator);
            writer.WriteNumber("factor", rule.Factor);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRoutes(Utf8JsonWriter writer, IReadOnlyList<RouterRule> routes)
    {
        writer.WriteStartArray("routes");
        foreach (RouterRule rule in routes)
        {
            writer.WriteStartObject();
            MatchJson.Write(writer, rule.Match);
            writer.WriteString("to", rule.To);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
