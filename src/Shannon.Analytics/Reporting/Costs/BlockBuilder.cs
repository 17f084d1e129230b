using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;

namespace Shannon.Analytics.Reporting.Costs;

/// <summary>Divides usage, which comes in order of time, into billing blocks. Not thread-safe.</summary>
internal sealed class BlockBuilder
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(5);

    private readonly List<Block> _blocks = [];

    internal void Add(UsageRow row, PricedCost cost)
    {
        DateTimeOffset time = UnixMicros.ToTime(row.Micros);
        if (_blocks.Count == 0 || time - _blocks[^1].Start > Length || time - _blocks[^1].Last > Length)
        {
            _blocks.Add(new Block(new DateTimeOffset(time.Year, time.Month, time.Day, time.Hour, 0, 0, TimeSpan.Zero), time));
        }

        Block block = _blocks[^1];
        block.Last = time;
        block.Tally.Add(row, cost);
        if (row.Model is { } model)
        {
            block.Models.Add(model);
        }
    }

    internal IReadOnlyList<BillingBlock> ToBlocks(DateTimeOffset now)
    {
        decimal total = _blocks.Sum(static block => block.Tally.Cost);
        return [.. _blocks.Select(block => ToBlock(block, now, total))];
    }

    private static BillingBlock ToBlock(Block block, DateTimeOffset now, decimal total)
    {
        DateTimeOffset end = block.Start + Length;
        double minutes = (block.Last - block.First).TotalMinutes;
        double? perMinute = minutes > 0 ? block.Tally.Tokens / minutes : null;
        decimal? perHour = minutes > 0 ? decimal.Round(block.Tally.Cost / (decimal)minutes * 60, 9) : null;
        bool active = now < end && now - block.Last < Length;
        double remaining = (end - now).TotalMinutes;
        return new BillingBlock
        {
            Start = block.Start,
            End = end,
            FirstActivity = block.First,
            LastActivity = block.Last,
            IsActive = active,
            Usage = block.Tally.ToEntry(block.Start.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), total),
            Models = [.. block.Models],
            TokensPerMinute = perMinute,
            CostPerHour = perHour,
            RemainingMinutes = active ? remaining : null,
            ProjectedTokens = active && perMinute is { } tokens ? block.Tally.Tokens + (long)(tokens * remaining) : null,
            ProjectedCost = active && perHour is { } cost ? block.Tally.Cost + decimal.Round(cost * (decimal)(remaining / 60), 9) : null,
        };
    }

    private sealed class Block(DateTimeOffset start, DateTimeOffset first)
    {
        internal DateTimeOffset Start { get; } = start;

        internal DateTimeOffset First { get; } = first;

        internal DateTimeOffset Last { get; set; } = first;

        internal UsageTally Tally { get; } = new();

        internal SortedSet<string> Models { get; } = new(StringComparer.Ordinal);
    }
}
