using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;

namespace Shannon.Analytics.Tests.Reporting.Formatting;

public class JsonReportFormatterTests
{
    [Fact]
    public async Task Write_HostileNames_ComeBackExactly()
    {
        // A lone half of a character has no form in UTF-8; every other text must survive.
        string[] names = [.. HostileReport.Texts.Append(HostileReport.Huge).Where(static text => text.EnumerateRunes().All(static rune => rune.Value != 0xFFFD))];
        var report = new CostReport
        {
            GeneratedAt = SomeReport.Now,
            Range = new TimeRange(SomeReport.Now.AddDays(-1), SomeReport.Now),
            Total = new UsageEntry { Name = "total" },
            PriceVersion = "some",
            Breakdown = new Dictionary<string, IReadOnlyList<UsageEntry>> { ["model"] = [.. names.Select(static name => new UsageEntry { Name = name, Cost = 0.000000001m })] },
        };

        string text = await Rendered.TextAsync(report, "json");
        using var json = JsonDocument.Parse(text);

        JsonElement[] entries = [.. json.RootElement.GetProperty("breakdown").GetProperty("model").EnumerateArray()];
        Assert.Equal(names, entries.Select(static entry => entry.GetProperty("name").GetString()));
        Assert.All(entries, static entry => Assert.Equal(0.000000001m, entry.GetProperty("cost").GetDecimal()));
        // Also where a page embeds the file, nothing of it is markup.
        Assert.DoesNotContain('<', text);
    }
}
