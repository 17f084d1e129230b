using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

public class CommittedRecordsTests
{
    [Fact]
    public void Of_Records_SaysOfEachWhatItIs()
    {
        MetricRecord[] records = Some.Make(2, i => new MetricRecord { Id = 7 + i, Timestamp = Some.Time, Category = MetricCategory.Custom, Name = "build" });
        var committed = CommittedRecords.Of([new MetricChange(records[0], null), new MetricChange(records[1], 3)], isHistory: true);
        Assert.Equal(records, committed);
        Assert.Equal((true, 8L, 3L, "build"), (committed.IsHistory, committed.IdAt(1), committed.ReplacesAt(1), committed.MetricAt(1).Name));
        Assert.Null(committed.ReplacesAt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => committed[2]);
    }

    [Fact]
    public void Of_Nothing_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => CommittedRecords.Of([]));
}
