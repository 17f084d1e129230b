using ClaudeUsage;
using ClaudeUsage.CommandLine;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Samples;

public sealed class CommandLineParserTests
{
    [Fact]
    public void Parse_Nothing_GivesDefaults()
    {
        CommandLineOptions options = CommandLineParser.Parse([]);

        Assert.Empty(options.Paths);
        Assert.Null(options.By);
        Assert.Equal(CostMode.Auto, options.Mode);
        Assert.False(options.Json || options.Demo || options.NoColor || options.Help);
    }

    [Fact]
    public void Parse_Everything_IsTaken()
    {
        CommandLineOptions options = CommandLineParser.Parse(["a", "--database=x.db", "--since", "2026-09-01", "--until=2026-09-02", "--by", "day,Model", "--json", "--user", "ada", "--prices", "p.json", "--mode", "calculate", "--no-color", "--", "--odd"]);

        Assert.Equal(["a", "--odd"], options.Paths);
        Assert.Equal("x.db", options.Database);
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero), options.Since);
        Assert.Equal(new DateTimeOffset(2026, 9, 3, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(-1), options.Until);
        Assert.Equal(Breakdowns.Day | Breakdowns.Model, options.By);
        Assert.True(options.Json && options.NoColor);
        Assert.Equal(("ada", "p.json", CostMode.Calculate), (options.User, options.Prices, options.Mode));
    }

    [Fact]
    public void Parse_Report_IsTaken()
    {
        CommandLineOptions options = CommandLineParser.Parse(["--report", "Excel", "-o", "usage.xlsx", "--blocks"]);

        Assert.Equal(("xlsx", "usage.xlsx"), (options.Report, options.Output));
        Assert.True(options.Blocks);
    }

    [Theory]
    [InlineData("2026-09-01T10:00+02:00", "2026-09-01T08:00:00Z")]
    [InlineData("2026-09-01T10:00:30Z", "2026-09-01T10:00:30Z")]
    [InlineData("2026-09-01T10:00", "2026-09-01T10:00:00Z")]
    [InlineData("20260901", "2026-09-01T00:00:00Z")]
    public void Parse_Moments_AreUtcUnlessTheySayOtherwise(string value, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), CommandLineParser.Parse(["--since", value]).Since);

    [Theory]
    [InlineData("'--databse'. Did you mean --database?", "--databse", "x")]
    [InlineData("no option '-x'", "-x")]
    [InlineData("--since is 'yesterday', which is no date. Write it as 2026-09-15", "--since", "yesterday")]
    [InlineData("--until is '2026-02-30'", "--until", "2026-02-30")]
    [InlineData("--since lies after --until", "--since", "2026-09-02", "--until", "2026-09-01")]
    [InlineData("--by is 'week'; allowed are day, model, project, session and all", "--by", "week")]
    [InlineData("--mode is 'free'; allowed are auto, calculate and display", "--mode", "free")]
    [InlineData("--database needs a value", "--database")]
    [InlineData("--database needs a value", "--database=")]
    [InlineData("--json takes no value", "--json=yes")]
    [InlineData("--demo shows", "--demo", "path")]
    [InlineData("--user has 1 characters; allowed are 1 to 512, and not blanks alone", "--user", " ")]
    [InlineData("--report is 'docx'; allowed are html, pdf, xlsx, md, csv and json", "--report", "docx")]
    [InlineData("--output names the file of a report", "-o", "x.html")]
    [InlineData("--blocks and --compare are two reports", "--blocks", "--compare")]
    [InlineData("--json writes the usual tables", "--json", "--blocks")]
    [InlineData("A path is empty", "")]
    public void Parse_Wrong_SaysWhatAndWhatIsAllowed(string expected, params string[] args)
    {
        UsageException error = Assert.Throws<UsageException>(() => CommandLineParser.Parse(args));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, error.ExitCode);
    }

    [Fact]
    public void HelpText_EveryOption_IsExplainedWithin80Columns()
    {
        Assert.All(new[] { OptionNames.Database, OptionNames.Since, OptionNames.Until, OptionNames.By, OptionNames.User, OptionNames.Prices, OptionNames.Mode, OptionNames.Json, OptionNames.Demo, OptionNames.Watch, OptionNames.NoColor, OptionNames.Help }, option => Assert.Contains(option, HelpText.Text, StringComparison.Ordinal));
        Assert.All(HelpText.Text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }
}
