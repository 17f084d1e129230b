using Shannon.Analytics.Alerting;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.Alerting.Conditions;

/// <summary>What the grammar reads, how it writes it back, and what it says of everything else.</summary>
public class AlertConditionTests
{
    [Theory]
    [InlineData("response_time > 2.0", "response_time > 2")]
    [InlineData("p95(response_time) > 3 and error_rate > 0.05", "p95(response_time) > 3 and error_rate > 0.05")]
    [InlineData("rate(cost) > 5", "rate(cost) > 5")]
    [InlineData("P99.9( response_time , 300s )>=.5e1", "p99.9(response_time, 5m) >= 5")]
    [InlineData("median(response_time) > mean(response_time)", "p50(response_time) > avg(response_time)")]
    [InlineData("absent(response_time, 10m)", "absent(response_time, 10m)")]
    [InlineData("NOT absent(all, 1h) AND anomaly(response_time)", "not absent(all, 1h) and anomaly(response_time)")]
    [InlineData("anomaly(token_usage.prompt_tokens, ewma)", "anomaly(token_usage.prompt_tokens, ewma)")]
    [InlineData("forecast(cost, 7d) > budget", "forecast(cost, 1w) > budget")]
    [InlineData("forecast(cost,7d)>100 for 90m", "forecast(cost, 1w) > 100 for 90m")]
    [InlineData("a > 1 or b > 2 and not c > 3", "a > 1 or b > 2 and not c > 3")]
    [InlineData("(a > 1 or b > 2) and c > 3", "(a > 1 or b > 2) and c > 3")]
    [InlineData("((a)) - (b - 1) * 2 < -(3 + c)", "a - (b - 1) * 2 < -(3 + c)")]
    [InlineData("not (a > 1 and b > 1)", "not (a > 1 and b > 1)")]
    [InlineData("\"my.metric\".value > 1 for 1500ms", "\"my.metric\".value > 1 for 1500ms")]
    [InlineData("\"for\" > 1 for 5m", "\"for\" > 1 for 5m")]
    [InlineData("tool.\"a-b\" != 1.5h", null)]
    [InlineData("sum(response_time, 1.5h) > 2 * sum(response_time, 36h)", "sum(response_time, 90m) > 2 * sum(response_time, 36h)")]
    public void Parse_Text_IsPrintedInItsUsualSpelling(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.Throws<AlertConditionException>(() => AlertCondition.Parse(text));
            return;
        }

        AlertCondition condition = AlertCondition.Parse(text);
        Assert.Equal(expected, condition.ToString());
        Assert.Equal(condition, AlertCondition.Parse(expected));
    }

    [Fact]
    public void Parse_OfWhatWasPrinted_IsTheSame()
    {
        var random = new Random(20260314);
        int deepest = 0;
        for (int i = 0; i < 20_000; i++)
        {
            AlertCondition condition = SomeConditions.Condition(random);
            string text = condition.ToString();
            deepest = Math.Max(deepest, text.Length);
            Assert.True(condition.Equals(AlertCondition.Parse(text)), text);
        }

        Assert.True(deepest > 500);
    }

    [Fact]
    public void Metrics_AreNamedOnce_InOrder() =>
        Assert.Equal(
            [Selector.Parse("error_rate"), Selector.Of("b"), Selector.Of("a"), Selector.Parse("cost")],
            AlertCondition.Parse("error_rate > 1 and avg(b) > a + b or absent(b, 1m) and anomaly(a) and forecast(cost, 1d) > budget").Metrics);

    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("   ", 3, "empty")]
    [InlineData("response_time", 0, "Compare it")]
    [InlineData("response_time >", 15, "expected, not the end")]
    [InlineData("response_time > > 2", 16, "not '>'")]
    [InlineData("response_time = 2", 14, "'=='")]
    [InlineData("a > 1 && b > 2", 6, "Write 'and'")]
    [InlineData("a > 1 || b > 2", 6, "Write 'or'")]
    [InlineData("!absent(a, 1m)", 0, "Write 'not'")]
    [InlineData("1 < a < 3", 6, "do not chain")]
    [InlineData("(a > 1", 6, "')' for the '(' at position 0")]
    [InlineData("a > 1)", 5, "not ')'")]
    [InlineData("a > 1 b > 2", 6, "something is missing")]
    [InlineData("a > 1 and 2", 10, "true or false is expected")]
    [InlineData("(a > 1) + 2 > 3", 0, "a number is expected")]
    [InlineData("a > 5m", 4, "duration")]
    [InlineData("a > 5 for 5", 10, "units ms, s, m, h, d, w")]
    [InlineData("a > 5 for 5y", 11, "no such unit")]
    [InlineData("a > 5 for 99w", 10, "between 1ms and 30d")]
    [InlineData("a > 5 for 5m and b > 2", 13, "not 'and'")]
    [InlineData("average_of(a) > 1", 0, "no function 'average_of'")]
    [InlineData("p101(a) > 1", 0, "no function")]
    [InlineData("first(a) > 1", 0, "no function")]
    [InlineData("avg(error_rate) > 1", 4, "figure over the alert's window already")]
    [InlineData("avg(*) > 1", 4, "Write 'all'")]
    [InlineData("avg(a, 10) > 1", 7, "duration is expected")]
    [InlineData("avg(a, 10ms) > 1", 7, "between 1s and 1w")]
    [InlineData("absent(a)", 8, "',' and a duration")]
    [InlineData("anomaly(a, zscore)", 11, "no detector")]
    [InlineData("forecast(cost, 36h) > 1", 15, "whole days")]
    [InlineData("a.b.c > 1", 3, "'.'")]
    [InlineData("my-metric > 1 % 2", 14, "0.05 for 5 %")]
    [InlineData("\"open > 1", 0, "not closed")]
    [InlineData("\"\" > 1", 0, "empty")]
    [InlineData("cost.value > 1", 0, "has no measurement")]
    [InlineData("1e999 > a", 0, "greatest there is")]
    [InlineData("a > #", 4, "no meaning")]
    public void Parse_OfSomethingElse_SaysWhereAndWhatToDo(string text, int position, string says)
    {
        AlertConditionException error = Assert.Throws<AlertConditionException>(() => AlertCondition.Parse(text));
        Assert.Equal(position, error.Position);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.False(AlertCondition.TryParse(text, out _, out AlertConditionException? same));
        Assert.Equal(error.Message, same!.Message);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("not ")]
    [InlineData("-")]
    [InlineData("avg(")]
    [InlineData("a+")]
    [InlineData("a > 1 and ")]
    public void Parse_OfEndlessRepetition_IsRefusedBeforeItCostsStack(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        Assert.Throws<AlertConditionException>(() => AlertCondition.Parse(text));
        Assert.Throws<AlertConditionException>(() => AlertCondition.Parse(text[..AlertLimits.MaxConditionLength]));
    }

    [Fact]
    public void Parse_AtItsLimits_StillReads()
    {
        int depth = AlertLimits.MaxConditionDepth;
        AlertCondition nested = AlertCondition.Parse($"{new string('(', depth)}a > 1{new string(')', depth)}");
        Assert.Equal("a > 1", nested.ToString());
        AlertCondition long_ = AlertCondition.Parse(string.Join(" and ", Enumerable.Repeat("a > 1", 127)));
        Assert.Equal(long_, AlertCondition.Parse(long_.ToString()));
    }
}
