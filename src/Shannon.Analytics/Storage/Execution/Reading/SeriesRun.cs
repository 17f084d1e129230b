namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>The points of one group of rows, ordered by (time, id).</summary>
/// <param name="Times">Their times.</param>
/// <param name="Ids">Their ids; empty if no other run is to be merged with it.</param>
/// <param name="Values">Their values.</param>
/// <param name="Sessions">Each point's position in <paramref name="SessionNames"/>, or -1; null if no point has a session, or none is asked for.</param>
/// <param name="SessionNames">The group's sessions.</param>
internal sealed record SeriesRun(long[] Times, long[] Ids, double[] Values, int[]? Sessions, string[] SessionNames)
{
    internal int Count => Times.Length;

    internal bool IsBefore(int index, SeriesRun other, int otherIndex) =>
        Times[index] != other.Times[otherIndex] ? Times[index] < other.Times[otherIndex] : Ids[index] < other.Ids[otherIndex];

    /// <summary>Brings points into order.</summary>
    internal void Sort()
    {
        for (int i = 1; i < Times.Length; i++)
        {
            if (Times[i] < Times[i - 1] || (Times[i] == Times[i - 1] && Ids[i] < Ids[i - 1]))
            {
                SortAll();
                return;
            }
        }
    }

    private void SortAll()
    {
        int[] order = new int[Times.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => Times[a] != Times[b] ? Times[a].CompareTo(Times[b]) : Ids[a].CompareTo(Ids[b]));
        Reorder(Times, order);
        Reorder(Ids, order);
        Reorder(Values, order);
        if (Sessions is not null)
        {
            Reorder(Sessions, order);
        }
    }

    private static void Reorder<T>(T[] column, int[] order)
    {
        T[] old = [.. column];
        for (int i = 0; i < order.Length; i++)
        {
            column[i] = old[order[i]];
        }
    }
}
