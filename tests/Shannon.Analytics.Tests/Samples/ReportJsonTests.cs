using System.Text;
using System.Text.Json;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Output;
using ClaudeUsage.Totals;

namespace Shannon.Analytics.Tests.Samples;

public sealed class ReportJsonTests
{
    [Fact]
    public void Write_Costs_AreExactDecimalsWithoutPadding()
    {
        JsonElement json = Write(SomeUsage.Report(SomeUsage.Entry(cost: 0.100000000m), SomeUsage.Entry(cost: 1234567.000000001m)));

        Assert.Equal("1234567.100000001", json.GetProperty("totals").GetProperty("cost").GetRawText());
    }

    [Fact]
    public void Write_UnknownCost_IsNullAndListed()
    {
        JsonElement json = Write(SomeUsage.Report(SomeUsage.Entry(), SomeUsage.Entry(model: "quill", cost: null)));

        Assert.Equal(JsonValueKind.Null, json.GetProperty("models").GetProperty("quill").GetProperty("cost").ValueKind);
        Assert.Equal("3.41", json.GetProperty("totals").GetProperty("cost").GetRawText());
        Assert.Equal(1, json.GetProperty("totals").GetProperty("unpriced_requests").GetInt64());
        Assert.Equal(1, json.GetProperty("unpriced").GetProperty("quill").GetProperty("requests").GetInt64());
        Assert.Equal(11_281_244, json.GetProperty("unpriced").GetProperty("quill").GetProperty("tokens").GetInt64());
    }

    [Fact]
    public void Write_Free_IsZeroAndNotNull() =>
        Assert.Equal("0", Write(SomeUsage.Report(SomeUsage.Entry(cost: 0m))).GetProperty("totals").GetProperty("cost").GetRawText());

    [Fact]
    public void Write_HugeSums_AreWrittenOut()
    {
        JsonElement json = Write(SomeUsage.Report([.. Enumerable.Repeat(SomeUsage.Entry(input: long.MaxValue), 3)]));

        Assert.Equal("27670116110564327421", json.GetProperty("totals").GetProperty("input").GetRawText());
    }

    [Fact]
    public void Write_StrangeNames_AreKeptAndControlCodesEscaped()
    {
        const string Project = "/実験 🧪/\"[red]x[/]\u001b\u009b";
        string text = WriteText(SomeUsage.Report(SomeUsage.Entry(project: Project)), Breakdowns.All);

        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u009b', text);
        Assert.Contains("実験", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(Project, json.RootElement.GetProperty("projects").EnumerateObject().Single().Name);
    }

    [Fact]
    public void Write_Empty_HasEverySection()
    {
        JsonElement json = Write(SomeUsage.Report());

        Assert.All(new[] { "models", "days", "projects", "sessions", "unpriced" }, name => Assert.Empty(json.GetProperty(name).EnumerateObject()));
        Assert.Equal("0", json.GetProperty("totals").GetProperty("cost").GetRawText());
        Assert.Equal(0, json.GetProperty("skipped").GetProperty("malformed_lines").GetInt64());
    }

    [Fact]
    public void Write_By_LeavesOutOtherSections()
    {
        using var json = JsonDocument.Parse(WriteText(SomeUsage.Report(SomeUsage.Entry()), Breakdowns.Day | Breakdowns.Model));

        Assert.True(json.RootElement.TryGetProperty("days", out _));
        Assert.True(json.RootElement.TryGetProperty("models", out _));
        Assert.False(json.RootElement.TryGetProperty("sessions", out _));
        Assert.False(json.RootElement.TryGetProperty("projects", out _));
    }

    private static JsonElement Write(UsageReport report)
    {
        using var json = JsonDocument.Parse(WriteText(report, Breakdowns.All));
        return json.RootElement.Clone();
    }

    private static string WriteText(UsageReport report, Breakdowns by)
    {
        using var output = new MemoryStream();
        ReportJson.Write(output, SomeUsage.Context(), report, by);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
