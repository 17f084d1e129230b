using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>Sections that hold one of everything, with figures as a team would have them.</summary>
internal static class SomeSections
{
    private static readonly string[] Models = ["claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"];
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    internal static SomeReport Everything() => SomeReport.Of(Overview(), Performance(), Usage(), Cost(), Recommendations());

    internal static ReportSection Overview() => new()
    {
        Key = "overview",
        Title = "Overview",
        Lead = "128 sessions of 9 people cost $412.77, 12 % more than in the 30 days before. Errors stayed below one in a hundred prompts.",
        Blocks =
        [
            new KeyFiguresBlock
            {
                Key = "figures",
                Figures =
                [
                    new KeyFigure { Key = "total_sessions", Label = "Sessions", Value = ReportValue.Count(128), Change = new FigureChange { Amount = ReportValue.Percent(0.07), Against = "vs the 30 days before" } },
                    new KeyFigure { Key = "total_tokens", Label = "Tokens", Value = ReportValue.Count(48_213_905), Unit = "tokens", Change = new FigureChange { Amount = ReportValue.Percent(0.18) } },
                    new KeyFigure { Key = "total_cost", Label = "Cost", Value = ReportValue.Money(412.7689123m), Change = new FigureChange { Amount = ReportValue.Percent(0.12), Tone = ChangeTone.Bad, Against = "vs the 30 days before" } },
                    new KeyFigure { Key = "response_time", Label = "Median response time", Value = ReportValue.Seconds(0.85), Change = new FigureChange { Amount = ReportValue.Percent(-0.21), Tone = ChangeTone.Good } },
                    new KeyFigure { Key = "active_time", Label = "Active time", Value = ReportValue.Duration(TimeSpan.FromMinutes(4711)) },
                    new KeyFigure { Key = "error_rate", Label = "Error rate", Value = ReportValue.Percent(0.0083), Note = "11 of 1,325 prompts" },
                    new KeyFigure { Key = "cache_hit_share", Label = "Cache hits", Value = ReportValue.Percent(0.917) },
                    new KeyFigure { Key = "time_to_first_token", Label = "Time to first token", Value = ReportValue.Missing, Note = "not recorded" },
                ],
            },
            new ChartBlock
            {
                Key = "tokens_by_day",
                Title = "Tokens per day",
                Kind = ChartKind.StackedBar,
                XAxis = new ChartAxis { Title = "Day" },
                YAxis = new ChartAxis { Title = "Tokens", Kind = ReportValueKind.Count, Unit = "tokens" },
                Series = [.. Models.Select((model, index) => new ChartSeries { Key = model.Replace('-', '_'), Label = model, Points = [.. Daily(30, day => Math.Round((900_000 / (index + 1)) * (1 + Math.Sin(day * 0.9) * 0.4) * (day % 7 > 4 ? 0.2 : 1)))] })],
            },
            new TextBlock { Key = "notes", Tone = TextTone.Note, Paragraphs = ["Sessions are counted once, by their id. Times without activity of more than 5 minutes are not active time."] },
        ],
    };

    internal static ReportSection Performance() => new()
    {
        Key = "performance",
        Title = "Performance",
        Lead = "Responses became faster on 14 March and stayed so.",
        Blocks =
        [
            new ChartBlock
            {
                Key = "response_time",
                Title = "Response time with forecast",
                Kind = ChartKind.Line,
                XAxis = new ChartAxis { Title = "Day" },
                YAxis = new ChartAxis { Title = "Response time, median", Kind = ReportValueKind.Duration },
                Series =
                [
                    new ChartSeries { Key = "median", Label = "Median", Points = [.. Daily(30, day => day is 9 or 10 or 11 ? null : 0.9 + Math.Sin(day) * 0.15 + (day < 13 ? 0.5 : 0))] },
                    new ChartSeries { Key = "forecast", Label = "Forecast", IsForecast = true, Points = [.. Enumerable.Range(0, 8).Select(day => ChartPoint.At(SomeReport.Now.AddDays(day), 0.95, 0.95 - 0.06 * (day + 1), 0.95 + 0.06 * (day + 1)))] },
                ],
            },
            new TableBlock
            {
                Key = "slowest_prompts",
                Title = "Slowest prompts",
                Columns =
                [
                    new TableColumn { Key = "session", Label = "Session", Kind = ReportValueKind.Text },
                    new TableColumn { Key = "started", Label = "Started", Kind = ReportValueKind.Time },
                    new TableColumn { Key = "response_time", Label = "Response time", Kind = ReportValueKind.Duration },
                    new TableColumn { Key = "speed", Label = "Speed", Kind = ReportValueKind.Number, Unit = "tokens/s" },
                    new TableColumn { Key = "memory", Label = "Memory", Kind = ReportValueKind.Bytes },
                    new TableColumn { Key = "succeeded", Label = "Succeeded", Kind = ReportValueKind.Boolean },
                ],
                Rows = [.. Enumerable.Range(1, 8).Select(row => (IReadOnlyList<ReportValue>)[ReportValue.Text($"session-{row:D4}"), ReportValue.Time(SomeReport.Now.AddHours(-row * 7).AddSeconds(row)), ReportValue.Seconds(480.0 / row), ReportValue.Number(30.5 + row * 3.25), row == 3 ? ReportValue.Missing : ReportValue.Bytes(734_003_200 / row), ReportValue.Boolean(row != 4)])],
            },
        ],
    };

    internal static ReportSection Usage() => new()
    {
        Key = "usage",
        Title = "Usage",
        Blocks =
        [
            new ChartBlock
            {
                Key = "tools",
                Title = "Tool calls",
                Kind = ChartKind.Bar,
                XAxis = new ChartAxis { Title = "Tool" },
                YAxis = new ChartAxis { Title = "Calls", Kind = ReportValueKind.Count, Unit = "calls" },
                Series = [new ChartSeries { Key = "calls", Label = "Calls", Points = [.. new[] { ("Read", 1804.0), ("Edit", 921), ("Bash", 877), ("Grep", 640), ("Glob", 205), ("WebFetch", 31), ("mcp__tickets__search", 17) }.Select(tool => ChartPoint.Of(tool.Item1, tool.Item2))] }],
            },
            new ChartBlock
            {
                Key = "activity",
                Title = "When people work",
                Kind = ChartKind.HeatMap,
                XAxis = new ChartAxis { Title = "Hour of the day" },
                YAxis = new ChartAxis { Title = "Prompts", Kind = ReportValueKind.Count },
                Series = [.. Days.Select((day, index) => new ChartSeries { Key = day.ToLowerInvariant(), Label = day, Points = [.. Enumerable.Range(0, 24).Select(hour => ChartPoint.Of($"{hour:D2}", index > 4 && hour < 9 ? null : Math.Round(Math.Max(0, 40 - Math.Abs(13 - hour) * 6.0) * (index > 4 ? 0.2 : 1))))] })],
            },
            new ChartBlock
            {
                Key = "cache",
                Title = "Share of prompt tokens read from the cache",
                Kind = ChartKind.Area,
                XAxis = new ChartAxis { Title = "Time" },
                YAxis = new ChartAxis { Title = "Cache hits", Kind = ReportValueKind.Percent },
                Series = [new ChartSeries { Key = "share", Label = "Cache hits", Points = [.. Enumerable.Range(0, 96).Select(hour => ChartPoint.At(SomeReport.Now.AddHours(hour - 96), 0.7 + 0.2 * Math.Sin(hour / 9.0)))] }],
            },
        ],
    };

    internal static ReportSection Cost() => new()
    {
        Key = "cost",
        Title = "Cost",
        Lead = "Two models make up nearly all of it.",
        Blocks =
        [
            new TableBlock
            {
                Key = "by_model",
                Title = "Cost by model",
                Columns =
                [
                    new TableColumn { Key = "model", Label = "Model", Kind = ReportValueKind.Text },
                    new TableColumn { Key = "tokens", Label = "Tokens", Kind = ReportValueKind.Count, Unit = "tokens" },
                    new TableColumn { Key = "cost", Label = "Cost", Kind = ReportValueKind.Money },
                    new TableColumn { Key = "share", Label = "Share", Kind = ReportValueKind.Percent },
                ],
                Rows =
                [
                    [ReportValue.Text(Models[0]), ReportValue.Count(21_000_121), ReportValue.Money(301.204500001m), ReportValue.Percent(0.7297)],
                    [ReportValue.Text(Models[1]), ReportValue.Count(19_213_784), ReportValue.Money(109.9871m), ReportValue.Percent(0.2665)],
                    [ReportValue.Text(Models[2]), ReportValue.Count(8_000_000), ReportValue.Money(1.577312299m), ReportValue.Percent(0.0038)],
                ],
                Totals = [ReportValue.Text("Total"), ReportValue.Count(48_213_905), ReportValue.Money(412.7689123m), ReportValue.Percent(1)],
            },
            new TextBlock { Key = "unpriced", Tone = TextTone.Warning, Paragraphs = ["21,500 tokens of the model “claude-next” have no price and are not part of the total."] },
        ],
    };

    internal static ReportSection Recommendations() => new()
    {
        Key = "recommendations",
        Title = "Recommendations",
        Blocks =
        [
            new RecommendationsBlock
            {
                Key = "items",
                Items =
                [
                    new RecommendationItem
                    {
                        Key = "dear_model_on_short_tasks",
                        Title = "Use claude-haiku-4-5 for short prompts",
                        Text = "A third of the prompts to claude-opus-4-5 had answers of fewer than 200 tokens and called no tool.",
                        Saving = ReportValue.Money(84.2m),
                        SavingNote = "per month",
                        Evidence =
                        [
                            new KeyFigure { Key = "prompts", Label = "Short prompts", Value = ReportValue.Count(431) },
                            new KeyFigure { Key = "cost", Label = "Their cost", Value = ReportValue.Money(97.31m) },
                        ],
                    },
                    new RecommendationItem { Key = "failing_tool", Title = "Mend the tool WebFetch", Evidence = [new KeyFigure { Key = "rate", Label = "Failed calls", Value = ReportValue.Percent(0.42), Note = "13 of 31" }] },
                ],
            },
        ],
    };

    private static IEnumerable<ChartPoint> Daily(int days, Func<int, double?> value) => Enumerable.Range(0, days).Select(day => ChartPoint.At(SomeReport.Now.AddHours(-12).AddDays(day - days), value(day)));
}
