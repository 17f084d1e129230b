using System.Text.Json.Serialization;

namespace Shannon.Analytics.Privacy;

/// <summary>How stored documents are written, made by the compiler.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoredAnonymization))]
internal sealed partial class PrivacyJson : JsonSerializerContext;
