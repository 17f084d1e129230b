using Shannon.Analytics.Reporting.Documents;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Tables of usage and cost.</summary>
internal static class UsageTables
{
    /// <summary>A breakdown, cost first, since a page may be narrower than all its columns; null if it has no more than one unknown entry, which says nothing.</summary>
    internal static TableBlock? Of(string key, string label, string title, IReadOnlyList<UsageEntry> entries, UsageEntry total, int mostShown = Layout.MostShown)
    {
        if (entries is [] or [{ Name: UsageEntry.Unknown }])
        {
            return null;
        }

        bool anyUnpriced = total.UnpricedTokens > 0;
        return Table(
            key,
            title,
            entries,
            [
                Column("name", label, ReportValueKind.Text),
                Column("cost", "Cost", ReportValueKind.Money),
                Column("cost_share", "Share", ReportValueKind.Percent),
                Column("requests", "Requests", ReportValueKind.Count),
                Column("tokens", "All", ReportValueKind.Count, "tokens"),
                Column("input_tokens", "Input", ReportValueKind.Count, "tokens"),
                Column("output_tokens", "Output", ReportValueKind.Count, "tokens"),
                Column("cache_read_tokens", "Cache read", ReportValueKind.Count, "tokens"),
                Column("cache_write_tokens", "Cache write", ReportValueKind.Count, "tokens"),
                Column("cache_hit_share", "Cache hits", ReportValueKind.Percent),
                .. anyUnpriced ? [Column("unpriced_tokens", "Unpriced", ReportValueKind.Count, "tokens")] : Array.Empty<TableColumn>(),
            ],
            entry => Cells(entry, entry.Name, anyUnpriced),
            Cells(total, "Total", anyUnpriced),
            mostShown);
    }

    private static ReportValue[] Cells(UsageEntry entry, string name, bool anyUnpriced) =>
    [
        ReportValue.Text(name),
        ReportValue.Money(entry.Cost),
        ReportValue.Percent(entry.CostShare),
        ReportValue.Count(entry.Requests),
        ReportValue.Count(entry.Tokens),
        ReportValue.Count(entry.InputTokens),
        ReportValue.Count(entry.OutputTokens),
        ReportValue.Count(entry.CacheReadTokens),
        ReportValue.Count(entry.CacheWriteTokens),
        ReportValue.Percent(entry.CacheHitShare),
        .. anyUnpriced ? [ReportValue.Count(entry.UnpricedTokens)] : Array.Empty<ReportValue>(),
    ];
}
