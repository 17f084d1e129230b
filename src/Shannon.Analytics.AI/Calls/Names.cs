using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.AI.Calls;

/// <summary>Brings ids and names of foreign origin into a shape that can be stored.</summary>
internal static class Names
{
    // Some servers draw response ids from a few hundred numbers, such as "chatcmpl-417". Nobody's long ids are like that.
    private const int ShortestUniqueId = 20;
    private const int LongestKeyPart = 300;

    /// <summary>The text, its hash if it is too long for an id, or null if it is empty.</summary>
    internal static string? Fit(string? text, int limit = MetricLimits.MaxIdLength) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Length <= limit ? text : Hash(text);

    /// <summary>The natural key of a response; null if its id cannot be trusted to be unique.</summary>
    internal static RecordKey? KeyOf(string kind, string? provider, string? responseId, long rank) =>
        responseId is null || responseId.Length < ShortestUniqueId ? null : new RecordKey($"chat/{kind}/{Part(provider ?? string.Empty)}/{Part(responseId)}", rank);

    /// <summary>The natural key of something that a response names.</summary>
    internal static RecordKey? KeyOf(string kind, string responseId, string id) =>
        responseId.Length < ShortestUniqueId ? null : new RecordKey($"chat/{kind}/{Part(responseId)}/{Part(id)}");

    /// <summary>The natural key of a session's start.</summary>
    internal static RecordKey SessionKey(string session) => new($"chat/session/{Part(session)}");

    private static string Part(string text) => text.Length <= LongestKeyPart ? text : Hash(text);

    private static string Hash(string text) => "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
