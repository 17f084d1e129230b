using System.Runtime.InteropServices;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>The usage of one response. Counts lie between 0 and <see cref="MaxCount"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Usage
{
    /// <summary>No count is larger: beyond it a line is malformed.</summary>
    internal const long MaxCount = 1L << 40;

    internal long Input;
    internal long Output;
    internal long CacheRead;

    /// <summary>Cache writes as a whole, where they are reported so.</summary>
    internal long? CacheCreation;

    /// <summary>Cache writes by duration, where they are reported so.</summary>
    internal long? CacheCreation5m;

    /// <summary>Cache writes by duration, where they are reported so.</summary>
    internal long? CacheCreation1h;
    internal long WebSearches;
    internal TextRange ServiceTier;
    internal TextRange Speed;
    internal TextRange InferenceGeo;

    /// <summary>All cache writes: the reported sum, or the parts where they are more.</summary>
    internal readonly long CacheWrites => Math.Max(CacheCreation ?? 0, (CacheCreation5m ?? 0) + (CacheCreation1h ?? 0));

    /// <summary>Written for one hour.</summary>
    internal readonly long CacheWrites1h => CacheCreation1h ?? 0;

    /// <summary>Written for five minutes, which is also the duration of what is not broken down.</summary>
    internal readonly long CacheWrites5m => CacheWrites - CacheWrites1h;

    internal readonly long Total => Input + Output + CacheRead + CacheWrites;
}
