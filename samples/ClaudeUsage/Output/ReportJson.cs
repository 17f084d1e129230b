using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Totals;
using Shannon.Analytics.ClaudeCode;

namespace ClaudeUsage.Output;

/// <summary>Writes the report as one JSON object. Costs are exact decimals in US dollars, and null where unknown.</summary>
internal static class ReportJson
{
    public static void Write(Stream output, ReportContext context, UsageReport report, Breakdowns by)
    {
        // Names stay readable; a terminal is protected from control characters, which are escaped all the same.
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("source", context.Source.Kind.ToString().ToLowerInvariant());
        WriteStrings(json, "folders", context.Source.Paths);
        json.WriteString("database", context.Database);
        WriteDate(json, "since", context.Options.Since);
        WriteDate(json, "until", context.Options.Until);
        json.WriteString("price_version", context.PriceVersion);
        json.WritePropertyName("totals");
        WriteTotals(json, report.Totals);
        WriteGroups(json, "days", report.Days, by.HasFlag(Breakdowns.Day));
        WriteGroups(json, "models", report.Models, by.HasFlag(Breakdowns.Model));
        WriteGroups(json, "projects", report.Projects, by.HasFlag(Breakdowns.Project));
        WriteGroups(json, "sessions", report.Sessions, by.HasFlag(Breakdowns.Session));
        WriteUnpriced(json, report);
        WriteSkipped(json, context.Import);
        WriteImport(json, context.Import);
        json.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter json, string name, IReadOnlyList<UsageGroup> groups, bool wanted)
    {
        if (!wanted)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (UsageGroup group in groups)
        {
            json.WritePropertyName(group.Name);
            WriteTotals(json, group.Totals, group.Project);
        }

        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, UsageTotals totals, string? project = null)
    {
        json.WriteStartObject();
        json.WriteNumber("requests", totals.Requests);
        WriteInteger(json, "input", totals.Input);
        WriteInteger(json, "output", totals.Output);
        WriteInteger(json, "cache_creation", totals.CacheCreation);
        WriteInteger(json, "cache_read", totals.CacheRead);
        WriteInteger(json, "cache_5m", totals.Cache5m);
        WriteInteger(json, "cache_1h", totals.Cache1h);
        WriteCost(json, totals.Cost);
        json.WriteNumber("unpriced_requests", totals.UnpricedRequests);
        WriteDate(json, "first", totals.First);
        WriteDate(json, "last", totals.Last);
        if (project is not null)
        {
            json.WriteString("project", project);
        }

        json.WriteEndObject();
    }

    private static void WriteUnpriced(Utf8JsonWriter json, UsageReport report)
    {
        json.WriteStartObject("unpriced");
        foreach (UsageGroup model in report.Unpriced)
        {
            json.WriteStartObject(model.Name);
            json.WriteNumber("requests", model.Totals.UnpricedRequests);
            WriteInteger(json, "tokens", model.Totals.UnpricedTokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSkipped(Utf8JsonWriter json, TranscriptImportResult import)
    {
        json.WriteStartObject("skipped");
        json.WriteNumber("malformed_lines", import.MalformedLines);
        json.WriteNumber("oversized_lines", import.OversizedLines);
        json.WriteStartObject("unknown_lines");
        foreach ((string type, long count) in import.UnknownLines.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(type, count);
        }

        json.WriteEndObject();
        json.WriteStartObject("failed_files");
        foreach (TranscriptFileFailure failure in import.FilesFailed)
        {
            json.WriteString(failure.File, failure.Reason);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteImport(Utf8JsonWriter json, TranscriptImportResult import)
    {
        json.WriteStartObject("import");
        json.WriteNumber("files", import.Files);
        json.WriteNumber("files_unchanged", import.FilesUnchanged);
        json.WriteNumber("lines", import.Lines);
        json.WriteNumber("requests", import.Requests);
        json.WriteNumber("stored", import.Stored);
        json.WriteNumber("replaced", import.Replaced);
        json.WriteNumber("duplicates", import.Duplicates);
        json.WriteNumber("bytes_read", import.BytesRead);
        json.WriteNumber("seconds", Math.Round(import.Duration.TotalSeconds, 3));
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteInteger(Utf8JsonWriter json, string name, Int128 value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>All its digits, without the zeros that a decimal may carry at its end.</summary>
    private static void WriteCost(Utf8JsonWriter json, decimal? cost)
    {
        json.WritePropertyName("cost");
        json.WriteRawValue(cost?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "null");
    }

    private static void WriteDate(Utf8JsonWriter json, string name, DateTimeOffset? date)
    {
        if (date is { } moment)
        {
            json.WriteString(name, moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
