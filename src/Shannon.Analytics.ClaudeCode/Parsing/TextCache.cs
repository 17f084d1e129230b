using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>Gives texts that repeat from line to line, such as the session or the model, as one string each. Bounded: a newcomer displaces what had its place. Not thread-safe.</summary>
internal sealed class TextCache
{
    private const int Places = 512;
    private const int MaxCached = 1024;
    private readonly (byte[] Utf8, string? Text)[] _places = new (byte[], string?)[Places];

    /// <summary>The text if it may be stored, else null; see <see cref="JsonText.Storable"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal string? Get(ReadOnlySpan<byte> line, TextRange range, int maximum)
    {
        if (range.Length is 0 or > MaxCached || range.Escaped)
        {
            return JsonText.Storable(line, range, maximum);
        }

        ReadOnlySpan<byte> utf8 = range.In(line);
        ref (byte[] Utf8, string? Text) place = ref _places[XxHash3.HashToUInt64(utf8) % Places];
        if (place.Utf8 is null || !utf8.SequenceEqual(place.Utf8))
        {
            place = (utf8.ToArray(), JsonText.Storable(line, range, Metrics.MetricLimits.MaxProjectLength));
        }

        return place.Text?.Length <= maximum ? place.Text : null;
    }
}
