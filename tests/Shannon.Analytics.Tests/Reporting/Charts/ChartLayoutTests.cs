using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Charts;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting.Charts;

public class ChartLayoutTests
{
    private static readonly ReportValueFormat Format = new(ReportPresentation.Default);

    private static ChartBlock Chart(ChartKind kind, params ChartSeries[] series) => new()
    {
        Key = "chart",
        Kind = kind,
        XAxis = new ChartAxis { Title = "Day" },
        YAxis = new ChartAxis { Title = "Value" },
        Series = series,
    };

    private static ChartSeries Series(params double?[] values) => new() { Key = "s", Label = "S", Points = [.. values.Select((value, index) => ChartPoint.At(SomeReport.Now.AddDays(index), value))] };

    private static ChartSeries Named(params double?[] values) => new() { Key = "s", Label = "S", Points = [.. values.Select((value, index) => ChartPoint.Of($"c{index}", value))] };

    private static ChartDrawing Draw(ChartBlock chart, double width = 720) => ChartLayout.Create(chart, Format, width);

    private static IEnumerable<LineShape> Lines(ChartDrawing drawing) => drawing.Shapes.OfType<LineShape>().Where(line => line.Ink == ChartInk.Series);

    [Fact]
    public void Line_WithAMissingValue_IsTwoLines()
    {
        LineShape[] lines = [.. Lines(Draw(Chart(ChartKind.Line, Series(1, 2, null, 4, 5, 6))))];
        Assert.Equal([2, 3], lines.Select(line => line.Points.Count));
    }

    [Fact]
    public void Line_WithALonelyValue_IsStillSeen() => Assert.Single(Draw(Chart(ChartKind.Line, Series(null, 2, null))).Shapes.OfType<CircleShape>());

    [Fact]
    public void Line_OfAForecast_IsDashedAndHasItsBand()
    {
        ChartSeries forecast = Series() with { IsForecast = true, Points = [ChartPoint.At(SomeReport.Now, 5, 4, 6), ChartPoint.At(SomeReport.Now.AddDays(1), 5, 3, 7)] };
        ChartDrawing drawing = Draw(Chart(ChartKind.Line, forecast));
        Assert.True(Assert.Single(Lines(drawing)).IsDashed);
        Assert.Equal(4, Assert.Single(drawing.Shapes.OfType<PolygonShape>()).Points.Count);
    }

    [Fact]
    public void Bars_HaveHeightsInProportion()
    {
        RectangleShape[] bars = [.. Draw(Chart(ChartKind.Bar, Named(1, 2, 4, null))).Shapes.OfType<RectangleShape>()];
        Assert.Equal(3, bars.Length);
        Assert.Equal(2, bars[1].Height / bars[0].Height, 6);
        Assert.Equal(4, bars[2].Height / bars[0].Height, 6);
    }

    [Fact]
    public void NegativeBars_HangBelowZero()
    {
        RectangleShape[] bars = [.. Draw(Chart(ChartKind.Bar, Named(5, -5))).Shapes.OfType<RectangleShape>()];
        Assert.Equal(bars[0].Y + bars[0].Height, bars[1].Y, 6);
    }

    [Fact]
    public void StackedBars_StandOnEachOther()
    {
        ChartDrawing drawing = Draw(Chart(ChartKind.StackedBar, Named(1, 2), Named(3, 4)));
        RectangleShape[] bars = [.. drawing.Shapes.OfType<RectangleShape>().Where(bar => bar.Tooltip is not null)];
        Assert.Equal(4, bars.Length);
        Assert.Equal(bars[0].Y, bars[2].Y + bars[2].Height, 6);
    }

    [Fact]
    public void HeatMap_StrongestCell_IsTheLargestValue()
    {
        RectangleShape[] cells = [.. Draw(Chart(ChartKind.HeatMap, Named(0, 5), Named(10, null))).Shapes.OfType<RectangleShape>().Where(cell => cell.Tooltip is not null)];
        Assert.Equal(3, cells.Length);
        Assert.Equal(1, cells[2].Opacity);
        Assert.True(cells[0].Opacity < cells[1].Opacity && cells[1].Opacity < 1);
    }

    [Theory]
    [InlineData(ChartKind.Line)]
    [InlineData(ChartKind.Bar)]
    [InlineData(ChartKind.HeatMap)]
    public void Create_WithoutValues_SaysSo(ChartKind kind)
    {
        Assert.Contains(Draw(Chart(kind)).Shapes.OfType<LabelShape>(), label => label.Text.Contains("No data", StringComparison.Ordinal));
        Assert.Contains(Draw(Chart(kind, Named(null, double.NaN))).Shapes.OfType<LabelShape>(), label => label.Text.Contains("No data", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_OfTimesAndCategories_IsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => Draw(Chart(ChartKind.Line, Series(1), Named(1))));
        Assert.Contains("'chart'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(6000)]
    public void Create_OutOfWidth_IsRefused(double width) => Assert.Throws<ArgumentOutOfRangeException>(() => Draw(Chart(ChartKind.Line, Series(1)), width));

    [Fact]
    public void Create_OfManyPoints_DrawsAFewPerPixelAndKeepsTheExtremes()
    {
        double?[] values = [.. Enumerable.Range(0, 100_000).Select(index => (double?)Math.Sin(index / 500.0))];
        values[54_321] = 100;
        LineShape line = Assert.Single(Lines(Draw(Chart(ChartKind.Line, Series(values)))));
        Assert.InRange(line.Points.Count, 700, 720 * 4);
        Assert.True(line.Points.Min(point => point.Y) < line.Points.Average(point => point.Y) - 100);
    }

    [Fact]
    public void Create_OfAnyNumbers_StaysOnTheSurfaceAndFinite()
    {
        double[] extremes = [0, 1, -1, 1e-300, 1e300, -1e300, double.MaxValue, double.MinValue, double.Epsilon, 0.1, 1e9, 123456.789];
        foreach (ChartKind kind in Enum.GetValues<ChartKind>())
        {
            foreach (double one in extremes)
            {
                foreach (double other in extremes)
                {
                    foreach (ReportValueKind unit in new[] { ReportValueKind.Number, ReportValueKind.Money, ReportValueKind.Duration, ReportValueKind.Bytes, ReportValueKind.Percent, ReportValueKind.Count })
                    {
                        ChartBlock chart = Chart(kind, Named(one, other)) with { YAxis = new ChartAxis { Title = "Value", Kind = unit } };
                        ChartDrawing drawing = Draw(chart, 360);
                        Assert.All(Positions(drawing), point => Assert.True(point.X is >= -1 and <= 361 && point.Y >= -1 && point.Y <= drawing.Height + 1, $"{kind} of {one} and {other} as {unit}: {point}"));
                    }
                }
            }
        }
    }

    [Fact]
    public void Ticks_OfATimeAxis_AreRoundInTheZone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(2), "Test", "Test");
        var format = new ReportValueFormat(new ReportPresentation { TimeZone = zone });
        ChartSeries hours = new() { Key = "s", Label = "S", Points = [.. Enumerable.Range(0, 24).Select(hour => ChartPoint.At(SomeReport.Now.AddHours(hour), hour))] };
        string[] labels = [.. ChartLayout.Create(Chart(ChartKind.Line, hours), format, 720).Shapes.OfType<LabelShape>().Select(label => label.Text)];
        Assert.Contains("15:00", labels);
        Assert.Contains("1 Apr", labels);
    }

    private static IEnumerable<ChartPosition> Positions(ChartDrawing drawing) => drawing.Shapes.SelectMany(shape => shape switch
    {
        LineShape line => line.Points,
        PolygonShape polygon => polygon.Points,
        RectangleShape box => [new ChartPosition(box.X, box.Y), new ChartPosition(box.X + box.Width, box.Y + box.Height)],
        CircleShape circle => [circle.Center],
        LabelShape label => [label.Position],
        _ => throw new InvalidOperationException(shape.GetType().Name),
    });
}
