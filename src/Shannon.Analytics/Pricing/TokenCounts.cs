using System.Runtime.InteropServices;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// The tokens of one model request, in the five classes that are priced apart. Counts follow the Anthropic convention:
/// <see cref="Input"/> excludes cached tokens, so the five numbers never overlap. (Where a source reports input
/// including cached tokens, subtract them first.)
/// </summary>
/// <remarks>
/// One value describes one request: length tiers depend on the size of a single prompt, so adding up several requests
/// before pricing gives a wrong cost. The default value means no tokens. Immutable and thread-safe.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenCounts
{
    /// <summary>Uncached input tokens; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Input { get; init => field = NotNegative(value, nameof(Input)); }

    /// <summary>Output tokens, reasoning included; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Output { get; init => field = NotNegative(value, nameof(Output)); }

    /// <summary>Input tokens read from the prompt cache; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long CacheRead { get; init => field = NotNegative(value, nameof(CacheRead)); }

    /// <summary>
    /// Input tokens written to the prompt cache for five minutes; 0 or more. A source that does not say for how long
    /// belongs here, as five minutes is the default of the API.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long CacheWrite5m { get; init => field = NotNegative(value, nameof(CacheWrite5m)); }

    /// <summary>Input tokens written to the prompt cache for one hour; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long CacheWrite1h { get; init => field = NotNegative(value, nameof(CacheWrite1h)); }

    /// <summary>Server-side web searches, billed per request and not per token; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long WebSearchRequests { get; init => field = NotNegative(value, nameof(WebSearchRequests)); }

    /// <summary>
    /// The length of the prompt: uncached input, cache reads and cache writes. This is what length tiers compare.
    /// Stops at <see cref="long.MaxValue"/>.
    /// </summary>
    public long TotalInput =>
        (long)Int128.Min(long.MaxValue, (Int128)Input + CacheRead + CacheWrite5m + CacheWrite1h);

    /// <summary>Whether there is nothing to bill: no tokens and no web searches.</summary>
    public bool IsZero => this == default;

    private static long NotNegative(long value, string name)
    {
        if (value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; a count is 0 or more.");
        }

        return value;
    }
}
