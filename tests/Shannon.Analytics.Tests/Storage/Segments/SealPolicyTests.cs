using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Segments;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Segments;

public class SealPolicyTests
{
    private const long Day = SegmentFormat.MicrosPerDay;
    private static readonly long Today = SegmentFormat.DayOf(UnixMicros.From(Some.Time)) * Day;

    [Fact]
    public void Choose_OnlyTheDayUnderWay_StaysInTheJournal() =>
        Assert.True(Choose(Rows(60, 16_000, Today, 1000)).IsEmpty);

    [Fact]
    public void Choose_DaysThatAreOver_AreTakenWithTheBlockAcrossMidnight()
    {
        List<JournalRow> rows = [.. Rows(3, 4_000, Today - Day, 1000), new JournalRow(12_001, 0, 1_000, Today - 5, Today + 5), .. Rows(3, 4_000, Today, 1000, 13_001)];
        Assert.Equal([1, 4_001, 8_001, 12_001], Choose(rows).Rows.Select(row => row.FirstId));
    }

    [Fact]
    public void Choose_TooMuchForTheJournal_TakesTheDayUnderWayAsMuchAsOnePassHolds()
    {
        SealInputs inputs = Choose(Rows(200, 16_384, Today, 1000));
        Assert.InRange(inputs.Rows.Sum(row => (long)row.Count), SealPolicy.MaxPassRows - 16_384, SealPolicy.MaxPassRows);
        Assert.Equal(1, inputs.Rows[0].FirstId);
    }

    [Fact]
    public void Choose_ManySmallCommits_AreTaken() =>
        Assert.Equal(SealPolicy.MaxJournalBlocks, Choose(Rows(SealPolicy.MaxJournalBlocks, 1, Today, 1000)).Rows.Count);

    [Fact]
    public void Choose_FewRecordsOfLastWeek_AreTakenOnlyWhenOld()
    {
        List<JournalRow> rows = [.. Rows(600, 1, Today - (2 * Day), 1), .. Rows(1, 1, Today, 1, 601)];
        Assert.True(Choose(rows).IsEmpty);
        Assert.Equal(600, SealPolicy.Choose(rows, [], Today + (7 * Day), everything: false).Rows.Count);
    }

    [Fact]
    public void Choose_LikeSegments_AreMergedByFourAndUnlikeOnesNot()
    {
        Assert.True(Choose([], [Mixed(1, 100), Mixed(2, 100), Mixed(3, 100), Mixed(4, 3_000)]).IsEmpty);
        Assert.Equal(4, Choose([], [Mixed(1, 100), Mixed(2, 100), Mixed(3, 100), Mixed(4, 100), Mixed(5, 3_000)]).Segments.Count);
    }

    [Fact]
    public void Choose_SegmentsYearsApart_AreLeftAlone() =>
        Assert.True(SealPolicy.Choose([], [Mixed(1, 5_000), Mixed(2, 5_000, 400), Mixed(3, 5_000, 800)], Today, everything: true).IsEmpty);

    [Fact]
    public void Choose_EarlyRecordsOfADay_AreFoldedIntoTheDay()
    {
        SealInputs inputs = Choose([.. Rows(3, 10_000, Today - Day, 1000), .. Rows(1, 1, Today, 1, 40_000)], [Mixed(7, 500, -1), Mixed(8, 500, -9)]);
        Assert.Equal([7], inputs.Segments.Select(segment => segment.Id));
    }

    private static SealInputs Choose(List<JournalRow> rows, params SegmentEntry[] segments) => SealPolicy.Choose(rows, segments, Today + (Day / 2), everything: false);

    private static List<JournalRow> Rows(int blocks, int count, long from, long step, long firstId = 1) =>
        [.. Enumerable.Range(0, blocks).Select(i => new JournalRow(firstId + ((long)i * count), 0, count, from + (i * step), from + (i * step) + step - 1))];

    private static SegmentEntry Mixed(long id, int count, int day = 0) => new(id, IsOwn: false, null, count, Today + (day * Day), Today + (day * Day) + 1000, 1, 2);
}
