using Shannon.Analytics.Reporting.Figures;

namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>Puts the entries of two periods side by side.</summary>
internal static class EntryChanges
{
    internal static IReadOnlyList<EntryChange> Of(PeriodReader before, PeriodReader after, double daysBefore, double daysAfter)
    {
        var entries = new List<EntryChange>();
        AddUsage("model", before.Models, after.Models);
        AddUsage("user", before.Users, after.Users);
        AddUsage("project", before.Projects, after.Projects);
        AddCounts("tool", before.Tools(), after.Tools());
        AddCounts("error_type", before.ErrorTypes(), after.ErrorTypes());
        return
        [
            .. entries.OrderByDescending(static entry => entry.Direction is ChangeDirection.New or ChangeDirection.Gone)
                .ThenByDescending(static entry => Math.Abs((entry.CostAfter - entry.CostBefore) ?? 0))
                .ThenByDescending(static entry => Math.Abs(entry.After - entry.Before)),
        ];

        void AddUsage(string kind, UsageBreakdown first, UsageBreakdown second)
        {
            foreach (string name in first.Tallies.Concat(second.Tallies).Select(static pair => pair.Key).Distinct(StringComparer.Ordinal).ToArray())
            {
                UsageTally one = first.Of(name);
                UsageTally two = second.Of(name);
                entries.Add(new EntryChange(kind, name, DirectionOf(one.Requests, two.Requests, (double)one.Cost, (double)two.Cost), one.Requests, two.Requests, one.Cost, two.Cost));
            }
        }

        void AddCounts(string kind, Dictionary<string, long> first, Dictionary<string, long> second)
        {
            foreach (string name in first.Keys.Union(second.Keys, StringComparer.Ordinal))
            {
                long one = first.GetValueOrDefault(name);
                long two = second.GetValueOrDefault(name);
                entries.Add(new EntryChange(kind, name, DirectionOf(one, two, one, two), one, two, null, null));
            }
        }

        ChangeDirection DirectionOf(long countBefore, long countAfter, double amountBefore, double amountAfter) =>
            countBefore == 0 || countAfter == 0
                ? ComparisonBuilder.DirectionOf(countBefore, countAfter)
                : ComparisonBuilder.DirectionOf(daysBefore > 0 ? amountBefore / daysBefore : 0, daysAfter > 0 ? amountAfter / daysAfter : 0);
    }
}
