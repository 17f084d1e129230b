using System.Text.Json.Serialization;

namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>Reads and writes the models without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DashboardModel))]
internal sealed partial class DashboardJsonContext : JsonSerializerContext;
