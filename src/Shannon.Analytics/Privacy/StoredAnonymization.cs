using System.Text.Json;
using System.Text.Json.Serialization;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Privacy;

/// <summary>The form in which the anonymisation of a store is kept. Salts are encrypted; keys are named, and lie with the key provider.</summary>
internal sealed record StoredAnonymization
{
    internal const string Kind = "privacy";
    internal const string Id = "anonymization";

    public required IReadOnlyList<string> Fields { get; init; }

    public required AnonymizationMethod Method { get; init; }

    public required IReadOnlyList<AnonymizationRule> Rules { get; init; }

    public required int TruncateLength { get; init; }

    public required ContentKinds Scan { get; init; }

    public required DateTimeOffset ConfiguredAt { get; init; }

    /// <summary>Every version of the key, the first first.</summary>
    public required IReadOnlyList<StoredKeyVersion> Keys { get; init; }

    /// <summary>Whether anything is to be anonymised.</summary>
    [JsonIgnore]
    internal bool IsActive => Fields.Count > 0 || Rules.Count > 0 || Scan != ContentKinds.None;

    internal static StoredAnonymization Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PrivacyJson.Default.StoredAnonymization) ?? throw Corrupt(null);
        }
        catch (JsonException error)
        {
            throw Corrupt(error);
        }
    }

    /// <summary>Every field with its method, those of rules first.</summary>
    internal IEnumerable<(string Field, AnonymizationMethod Method)> AllRules() => Rules.Select(rule => (rule.Field, rule.Method)).Concat(Fields.Select(field => (field, Method)));

    internal string Write() => JsonSerializer.Serialize(this, PrivacyJson.Default.StoredAnonymization);

    internal AnonymizationConfiguration Describe(long version) => new()
    {
        Version = version,
        Fields = Fields,
        Method = Method,
        Rules = Rules,
        TruncateLength = TruncateLength,
        Scan = Scan,
        HasSalt = Keys[^1].Salt is not null,
        KeyVersion = Keys.Count,
        ConfiguredAt = ConfiguredAt,
    };

    private static StoreCorruptException Corrupt(JsonException? error) =>
        new("The stored anonymisation cannot be read: it was changed. Restore the file from a backup, or configure the anonymisation anew.", error);
}
