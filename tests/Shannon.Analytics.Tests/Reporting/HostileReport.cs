using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>What people and machines could put into the names of users, projects, tools and models, everywhere a document has text.</summary>
internal static class HostileReport
{
    /// <summary>Set by any script that gets to run.</summary>
    internal const string Canary = "canary-ran";

    internal static readonly string[] Texts =
    [
        $"<script>document.title='{Canary}'</script>",
        $"\"><img src=x onerror=\"document.title='{Canary}'\">",
        $"'><svg/onload=document.title='{Canary}'>",
        $"</title></style></svg><script>document.title='{Canary}'</script>",
        $"<iframe srcdoc=\"<script>parent.document.title='{Canary}'</script>\"></iframe>",
        $"javascript:document.title='{Canary}'",
        "<!-- --><![CDATA[ ]]>&lt;&amp;&#60;",
        "{{7*7}} ${7*7} <%= 7*7 %>",
        "=1+1", "=HYPERLINK(\"http://evil.example\",\"click\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "＝1+1",
        "../../etc/passwd", "..\\..\\windows\\system32", "/dev/null", "CON", "a\0b.txt",
        "\u202Egnp.exe\u202C", "\u2066isolated\u2069", "\u202Dforced",
        "שלום עולם 123", "مرحبا بالعالم 456", "abc שלום def", "العربية and English, 50%",
        "中文测试", "日本語テスト", "한국어 시험", "हिन्दी परीक्षण", "ไทยทดสอบ", "বাংলা", "தமிழ்",
        "😀👩‍👩‍👧‍👦🇩🇪👍🏽", "Z̸̢͇a̴l̷g̶o̵", "e\u0301 vs é", "𠀀𝕏",
        "bell\u0007 esc\u001B[31mred nul\u0000 del\u007F nel\u0085", "lone \uD83D and \uDE00", "_x0041_ is no escape", "\uFFFE\uFFFF",
        "| pipe | `code` **bold** [link](http://evil.example) ![i](x) # head", "a\r\nb\n\nc\u2028d", "\"quotes\" and ; , separators", "   spaces   ",
        "https://evil.example www.evil.example",
    ];

    internal static string Huge { get; } = string.Concat(Enumerable.Range(0, 4000).Select(index => index % 37 == 0 ? "界" : "name"));

    internal static SomeReport Create() => SomeReport.Of([.. Texts.Select((text, index) => Section(text, index)), Section(Huge, Texts.Length)]) with { Title = string.Concat(Texts[..4]), Subtitle = Texts[23] + Texts[1] };

    private static ReportSection Section(string text, int index) => new()
    {
        Key = $"s{index}",
        Title = text,
        Lead = text,
        Blocks =
        [
            new KeyFiguresBlock { Key = "figures", Title = text, Figures = [new KeyFigure { Key = "figure", Label = text, Value = ReportValue.Text(text), Unit = text, Note = text, Change = new FigureChange { Amount = ReportValue.Percent(-0.5), Against = text } }] },
            new TableBlock
            {
                Key = "table",
                Title = text,
                Columns = [new TableColumn { Key = "name", Label = text, Kind = ReportValueKind.Text }, new TableColumn { Key = "count", Label = "Count", Kind = ReportValueKind.Count, Unit = text }],
                Rows = [[ReportValue.Text(text), ReportValue.Count(-index)], [ReportValue.Text(text), ReportValue.Missing]],
                Totals = [ReportValue.Text(text), ReportValue.Count(-index)],
            },
            new ChartBlock
            {
                Key = "chart",
                Title = text,
                Kind = (ChartKind)(index % 5),
                Description = index % 2 == 0 ? text : null,
                XAxis = new ChartAxis { Title = text, Unit = text },
                YAxis = new ChartAxis { Title = text, Unit = text },
                Series = [new ChartSeries { Key = "a", Label = text, Points = [ChartPoint.Of(text, 1), ChartPoint.Of(text + "2", 3)] }, new ChartSeries { Key = "b", Label = text, Points = [ChartPoint.Of(text, double.NaN)] }],
            },
            new TextBlock { Key = "text", Tone = (TextTone)(index % 3), Title = text, Paragraphs = [text] },
            new RecommendationsBlock { Key = "advice", Items = [new RecommendationItem { Key = "item", Title = text, Text = text, SavingNote = text, Saving = ReportValue.Money(1), Evidence = [new KeyFigure { Key = "e", Label = text, Value = ReportValue.Text(text), Note = text }] }] },
        ],
    };
}
