using System.Globalization;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>What a response of the stub used.</summary>
internal sealed record StubUsage(long Input, long Output, long CacheRead, long CacheWrite)
{
    public string MessageId { get; init; } = string.Empty;

    public long Total => Input + Output + CacheRead + CacheWrite;

    public string ToJson(long output) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"input_tokens":{{Input}},"cache_creation_input_tokens":{{CacheWrite}},"cache_read_input_tokens":{{CacheRead}},"cache_creation":{"ephemeral_5m_input_tokens":{{CacheWrite}},"ephemeral_1h_input_tokens":0},"output_tokens":{{output}},"service_tier":"standard"}""");
}
