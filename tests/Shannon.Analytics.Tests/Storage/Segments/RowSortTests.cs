using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Tests.Storage.Segments;

public class RowSortTests
{
    [Fact]
    public void ByTime_RowsOfEveryOrder_AreOrderedByTimeAndId()
    {
        Random random = new(21);
        for (int round = 0; round < 300; round++)
        {
            int count = random.Next(400);
            int late = random.Next(3) switch { 0 => 0, 1 => 20, _ => 100_000 };
            long[] times = [.. Enumerable.Range(0, count).Select(i => (i * 10L / (1 + random.Next(3))) - (random.Next(20) == 0 ? random.Next(late + 1) : 0))];
            if (round % 10 == 0)
            {
                Array.Fill(times, round % 20 == 0 ? long.MinValue : long.MaxValue);
            }
            else if (round % 10 == 1)
            {
                Array.Reverse(times);
            }

            long[] ids = [.. Enumerable.Range(0, count).Select(i => (long)i)];
            random.Shuffle(ids);
            int[] rows = [.. Enumerable.Range(0, count).Where(_ => random.Next(4) > 0)];
            int[] expected = [.. rows.OrderBy(row => times[row]).ThenBy(row => ids[row])];

            RowSort.ByTime(rows, times, ids);

            Assert.Equal(expected, rows);
        }
    }
}
