namespace Shannon.Analytics.Aggregation;

/// <summary>Orders rows by a figure and keeps the first ones, as a request says.</summary>
internal static class RowOrder
{
    internal static IReadOnlyList<T> Apply<T>(AggregationRequest request, string[] names, IEnumerable<KeyValuePair<GroupId, double?[]>> rows, Func<GroupId, AggregateValues, T> make)
    {
        if (request.OrderBy is { } figure)
        {
            int index = Array.IndexOf(names, figure);
            if (index < 0)
            {
                throw new ArgumentException($"Rows cannot be ordered by '{figure}', which is no figure of theirs. There are {string.Join(", ", names)}.", nameof(request));
            }

            // Absent figures come last either way; equal ones keep the natural order.
            rows = request.Ascending
                ? rows.OrderBy(row => row.Value[index] ?? double.PositiveInfinity)
                : rows.OrderByDescending(row => row.Value[index] ?? double.NegativeInfinity);
        }

        return [.. rows.Take(request.Top ?? int.MaxValue).Select(row => make(row.Key, new AggregateValues(names, row.Value)))];
    }
}
