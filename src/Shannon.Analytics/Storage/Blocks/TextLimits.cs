using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>What a decoder of text accepts at most: no valid block holds more.</summary>
internal static class TextLimits
{
    /// <summary>Three bytes of UTF-8 for each UTF-16 unit of the longest text.</summary>
    internal const int MaxValueBytes = MetricLimits.MaxAttributeLength * 3;
}
