using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

public class SelectorTests
{
    private static readonly string[] Categories = ["session", "performance", "resource", "token", "error", "custom", "event", "tool", "api"];
    private static readonly string[] Derived = ["active_sessions", "tokens_per_second", "error_rate", "success_rate", "error_distribution", "cpu_usage", "cost"];

    [Fact]
    public void Parse_Name_IsAMetric()
    {
        Selector selector = Selector.Parse("response_time");
        Assert.Equal((SelectorKind.Name, "response_time", null, null), Parts(selector));
        Assert.Equal((SelectorKind.Name, "token_usage", null, "completion_tokens"), Parts("token_usage.completion_tokens"));
    }

    [Fact]
    public void Parse_CategoryWord_IsTheCategory()
    {
        for (int i = 0; i < Categories.Length; i++)
        {
            Assert.Equal((SelectorKind.Category, null, (MetricCategory?)(i + 1), null), Parts(Categories[i]));
            Assert.Equal((SelectorKind.Category, null, (MetricCategory?)(i + 1), "value"), Parts(Categories[i] + ".value"));
            Assert.Equal(Selector.OfCategory((MetricCategory)(i + 1)), (Selector)(MetricCategory)(i + 1));
        }
    }

    [Fact]
    public void Parse_DerivedWord_IsDerivedAndHasNoMeasurement()
    {
        foreach (string word in Derived)
        {
            Assert.Equal((SelectorKind.Derived, word, null, null), Parts(word));
            Assert.Throws<FormatException>(() => Selector.Parse(word + ".value"));
            Assert.Equal(SelectorKind.Name, Selector.Parse($"\"{word}\".value").Kind);
        }
    }

    [Theory]
    [InlineData("all")]
    [InlineData("*")]
    public void Parse_All_IsEverything(string text)
    {
        Assert.Equal(Selector.All, Selector.Parse(text));
        Assert.Throws<FormatException>(() => Selector.Parse(text + ".value"));
    }

    [Fact]
    public void Parse_Quoted_IsAlwaysAName()
    {
        Assert.Equal(Selector.Of("error"), Selector.Parse("\"error\""));
        Assert.Equal(Selector.Of("all", "m"), Selector.Parse("\"all\".m"));
        Assert.Equal(Selector.Of("my.metric", "a.b"), Selector.Parse("\"my.metric\".\"a.b\""));
        Assert.Equal(Selector.Of("say \"hi\""), Selector.Parse("\"say \"\"hi\"\"\""));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(".value", 0)]
    [InlineData("name.", 5)]
    [InlineData("a.b.c", 3)]
    [InlineData("\"a\".b.c", 5)]
    [InlineData("\"open", 0)]
    [InlineData("\"\"", 0)]
    [InlineData("\"a\"b", 0)]
    [InlineData("na\"me", 0)]
    [InlineData("name.\"open", 5)]
    [InlineData("name.va\"lue", 5)]
    public void Parse_Wrong_NamesThePosition(string text, int position)
    {
        FormatException error = Assert.Throws<FormatException>(() => Selector.Parse(text));
        Assert.Contains($"position {position}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParsePrint_AnySelector_IsTheIdentity()
    {
        var random = new Random(1);
        string[] parts = [.. Categories, .. Derived, "all", "*", "plain", "with space", "dot.ted", "quo\"te", "\"", ".", "\"\"", "..", " ", "é漢😀", "a\nb"];
        for (int i = 0; i < 3000; i++)
        {
            string name = Some.OneOf<string>(random, parts) + (random.Next(3) == 0 ? Some.OneOf<string>(random, parts) : string.Empty);
            string? measurement = random.Next(2) == 0 ? null : Some.OneOf<string>(random, parts);
            Selector selector = random.Next(4) switch
            {
                0 => Selector.OfCategory((MetricCategory)random.Next(1, 10), measurement),
                1 => Selector.Parse(Some.OneOf<string>(random, [.. Derived, "all"])),
                _ => Selector.Of(name, measurement),
            };
            Assert.Equal(selector, Selector.Parse(selector.ToString()));
            Assert.Equal(selector.ToString(), Selector.Parse(selector.ToString()).ToString());
        }
    }

    [Fact]
    public void Parse_AnyText_YieldsASelectorThatPrintsBackOrAFormatException()
    {
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++)
        {
            string text = new(Some.Make(random.Next(7), _ => "ab.\"* "[random.Next(6)]));
            Selector selector;
            try
            {
                selector = Selector.Parse(text);
            }
            catch (FormatException)
            {
                continue;
            }

            Assert.Equal(selector, Selector.Parse(selector.ToString()));
        }
    }

    [Fact]
    public void Of_Empty_Throws()
    {
        Assert.Throws<ArgumentException>(() => Selector.Of(string.Empty));
        Assert.Throws<ArgumentException>(() => Selector.Of("a", string.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(() => Selector.OfCategory(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Selector.OfCategory((MetricCategory)10));
    }

    [Fact]
    public void Matches_NameBeforeData_MeaningIsStatic()
    {
        Assert.True(Selector.Parse("error").Matches(MetricCategory.Error, "anything"));
        Assert.False(Selector.Parse("error").Matches(MetricCategory.Custom, "error"));
        Assert.True(Selector.Parse("\"error\"").Matches(MetricCategory.Custom, "error"));
        Assert.True(Selector.All.Matches(MetricCategory.Api, "x"));
        Assert.False(Selector.Parse("error_rate").Matches(MetricCategory.Error, "error_rate"));
        Assert.False(Selector.Parse("Response_Time").Matches(MetricCategory.Performance, "response_time"));
    }

    private static (SelectorKind Kind, string? Name, MetricCategory? Category, string? Measurement) Parts(Selector selector) =>
        (selector.Kind, selector.Name, selector.Category, selector.Measurement);
}
