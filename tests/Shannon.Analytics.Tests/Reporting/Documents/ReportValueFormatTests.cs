using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting.Documents;

public class ReportValueFormatTests
{
    private static readonly ReportValueFormat Format = new(ReportPresentation.Default);

    public static TheoryData<ReportValue, string, string> Values => new()
    {
        { ReportValue.Missing, "–", "" },
        { ReportValue.Count(0), "0", "0" },
        { ReportValue.Count(15_000), "15,000", "15000" },
        { ReportValue.Count(999_999), "999,999", "999999" },
        { ReportValue.Count(1_200_000), "1.2 M", "1200000" },
        { ReportValue.Count(-1_234_567), "-1.23 M", "-1234567" },
        { ReportValue.Count(999_999_999), "1 B", "999999999" },
        { ReportValue.Count(long.MinValue), "-9,223,372 T", "-9223372036854775808" },
        { ReportValue.Number(0.1234), "0.123", "0.1234" },
        { ReportValue.Number(1e-9), "1E-9", "1E-09" },
        { ReportValue.Number(double.NaN), "–", "" },
        { ReportValue.Number(double.PositiveInfinity), "–", "" },
        { ReportValue.Number(1e300), "1E+300", "1E+300" },
        { ReportValue.Money(3.41m), "$3.41", "3.41" },
        { ReportValue.Money(0m), "$0.00", "0" },
        { ReportValue.Money(0.0065m), "$0.0065", "0.0065" },
        { ReportValue.Money(0.000000001m), "$0.000000001", "0.000000001" },
        { ReportValue.Money(-3.410m), "-$3.41", "-3.41" },
        { ReportValue.Money(0.999m), "$1.00", "0.999" },
        { ReportValue.Money(2_500_000m), "$2.5 M", "2500000" },
        { ReportValue.Seconds(0), "0 s", "0" },
        { ReportValue.Seconds(0.0000021), "2.1 µs", "0.0000021" },
        { ReportValue.Seconds(0.85), "850 ms", "0.85" },
        { ReportValue.Seconds(0.99999), "1 s", "0.99999" },
        { ReportValue.Seconds(2.5), "2.5 s", "2.5" },
        { ReportValue.Seconds(59.99), "1 min", "59.99" },
        { ReportValue.Seconds(200), "3 min 20 s", "200" },
        { ReportValue.Seconds(7500), "2 h 5 min", "7500" },
        { ReportValue.Seconds(-90_000), "-1 d 1 h", "-90000" },
        { ReportValue.Seconds(1e300), "–", "" },
        { ReportValue.Bytes(999), "999 B", "999" },
        { ReportValue.Bytes(734_003_200), "734 MB", "734003200" },
        { ReportValue.Percent(0.125), "12.5 %", "0.125" },
        { ReportValue.Percent(0.0083), "0.83 %", "0.0083" },
        { ReportValue.Percent(1), "100 %", "1" },
        { ReportValue.Boolean(true), "yes", "true" },
        { ReportValue.Date(new DateOnly(2026, 1, 31)), "2026-01-31", "2026-01-31" },
        { ReportValue.Time(new DateTimeOffset(2026, 1, 31, 14, 5, 0, TimeSpan.Zero)), "2026-01-31 14:05", "2026-01-31T14:05:00Z" },
        { ReportValue.Text("a\u202Eb"), "a⟨U+202E⟩b", "a\u202Eb" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Readable_AndRaw_OfEveryKind(ReportValue value, string readable, string raw)
    {
        Assert.Equal(readable, Format.Readable(value).Replace('\u00A0', ' '));
        Assert.Equal(raw, ReportValueFormat.Raw(value));
    }

    [Fact]
    public void Readable_WithUnit_DoesNotBreakBeforeIt() => Assert.Equal("1.2\u00A0M\u00A0tokens", Format.Readable(ReportValue.Count(1_200_000), "tokens"));

    [Fact]
    public void Readable_MissingWithUnit_HasNoUnit() => Assert.Equal("–", Format.Readable(ReportValue.Missing, "tokens"));

    [Fact]
    public void Full_OfACount_HasAllDigits() => Assert.Equal("1,234,567", Format.Full(ReportValue.Count(1_234_567)));

    [Fact]
    public void Readable_InAnotherCulture_UsesItsSeparatorsAndStillDollars()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.CurrencyDecimalSeparator = ",";
        culture.NumberFormat.CurrencyGroupSeparator = ".";
        culture.NumberFormat.CurrencyPositivePattern = 3;
        culture.NumberFormat.CurrencyNegativePattern = 8;
        culture.NumberFormat.CurrencySymbol = "€";
        var format = new ReportValueFormat(new ReportPresentation { Culture = culture });

        Assert.Equal("1.234,50 $", format.Readable(ReportValue.Money(1234.5m)).Replace('\u00A0', ' '));
        Assert.Equal("-3,41 $", format.Readable(ReportValue.Money(-3.41m)).Replace('\u00A0', ' '));
        Assert.Equal("2,5 s", format.Readable(ReportValue.Seconds(2.5)).Replace('\u00A0', ' '));
        Assert.Equal("2.5", ReportValueFormat.Raw(ReportValue.Seconds(2.5)));
    }

    [Fact]
    public void Readable_OfATime_IsInTheZone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(5.5), "Test", "Test");
        var format = new ReportValueFormat(new ReportPresentation { TimeZone = zone });
        var time = new DateTimeOffset(2026, 1, 31, 20, 0, 7, TimeSpan.Zero);

        Assert.Equal("2026-02-01 01:30:07", format.Readable(ReportValue.Time(time)).Replace('\u00A0', ' '));
        Assert.Equal("Test (UTC+05:30)", format.Zone(time));
        Assert.Equal("2026-01-31T20:00:07Z", ReportValueFormat.Raw(ReportValue.Time(time)));
    }

    [Fact]
    public void Period_WithOpenEnds_SaysSo()
    {
        DateTimeOffset time = SomeReport.Now;
        Assert.Equal("All time", Format.Period(TimeRange.All));
        Assert.StartsWith("Since 2026", Format.Period(new TimeRange(time, null)), StringComparison.Ordinal);
        Assert.StartsWith("Until 2026", Format.Period(new TimeRange(null, time)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("tab\tand\nbreak", "tab\tand\nbreak")]
    [InlineData("bell\u0007", "bell␇")]
    [InlineData("del\u007F", "del␡")]
    [InlineData("nel\u0085", "nel⟨U+0085⟩")]
    [InlineData("\u202Egnp", "⟨U+202E⟩gnp")]
    [InlineData("שלום 😀", "שלום 😀")]
    public void Visible_ShowsWhatWouldAct(string text, string visible) => Assert.Equal(visible, ReportValueFormat.Visible(text));

    [Fact]
    public void Visible_OfHalfASurrogatePair_IsTheReplacementCharacter() => Assert.Equal("half \uFFFD", ReportValueFormat.Visible("half " + (char)0xD83D));

    [Fact]
    public void As_OfAnotherKind_IsRefused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => ReportValue.Count(1).AsMoney);
        Assert.Contains("Count", exception.Message, StringComparison.Ordinal);
    }
}
