using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting.Documents;

public class ChartTableTests
{
    [Fact]
    public void ToTable_OfSeriesAtDifferentTimes_LinesThemUpInOrder()
    {
        DateTimeOffset time = SomeReport.Now;
        var chart = new ChartBlock
        {
            Key = "chart",
            Kind = ChartKind.Line,
            XAxis = new ChartAxis { Title = "Time" },
            YAxis = new ChartAxis { Title = "Cost", Kind = ReportValueKind.Money },
            Series =
            [
                new ChartSeries { Key = "a", Label = "A", Points = [ChartPoint.At(time.AddHours(1), 2), ChartPoint.At(time, null)] },
                new ChartSeries { Key = "b", Label = "B", Points = [ChartPoint.At(time.AddHours(2), 3, 2, 4)] },
            ],
        };

        TableBlock table = chart.ToTable();

        Assert.Equal(["time", "a", "b", "b_lower", "b_upper"], table.Columns.Select(column => column.Key));
        Assert.Equal(3, table.Rows.Count);
        Assert.Equal([ReportValue.Time(time), default, default, default, default], table.Rows[0]);
        Assert.Equal([ReportValue.Time(time.AddHours(1)), ReportValue.Money(2), default, default, default], table.Rows[1]);
        Assert.Equal([ReportValue.Time(time.AddHours(2)), default, ReportValue.Money(3), ReportValue.Money(2), ReportValue.Money(4)], table.Rows[2]);
    }
}
