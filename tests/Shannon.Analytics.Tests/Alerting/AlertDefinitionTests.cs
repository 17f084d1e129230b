using System.Text.Json;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>Definitions: their JSON, and what is said of wrong ones.</summary>
public class AlertDefinitionTests
{
    private static readonly AlertDefinition Full = new()
    {
        Name = "full",
        Condition = "forecast(cost, 7d) > budget",
        Window = TimeSpan.FromSeconds(90.5),
        Threshold = 7,
        Actions = ["notify", "page"],
        Scope = new MetricFilter { SessionId = "s", UserId = "u", Project = "p", Model = "m", Category = MetricCategory.Tool, Attributes = new AttributeSet { ["ok"] = true, ["n"] = 1.5, ["t"] = "x" }, Measurements = [new(null, 1, null)] },
        GroupBy = [GroupKey.User, GroupKey.Attribute("tool"), GroupKey.Attribute("user"), GroupKey.Attribute("attribute:x")],
        Severity = AlertSeverity.Critical,
        ClearCondition = "forecast(cost, 7d) < 5",
        Cooldown = TimeSpan.Zero,
        NoData = AlertNoData.Keep,
        Labels = new Dictionary<string, string> { ["team"] = "agents" },
        Budget = 12.345678901m,
        ThrottlePromptsPerMinute = 0,
        IsEnabled = false,
    };

    [Fact]
    public void Json_OfEveryProperty_IsReadBack()
    {
        AlertDefinition read = AlertDefinition.FromJson(Full.ToJson());
        Assert.Equal(Full.ToJson(), read.ToJson());
        Assert.Equal(Full.GroupBy, read.GroupBy);
        Assert.Equal(Full.Scope.Attributes, read.Scope.Attributes);
        Assert.Equal(Full.Scope.Measurements, read.Scope.Measurements);
        Assert.Equal((Full.Window, Full.Budget, Full.Cooldown, Full.NoData), (read.Window, read.Budget, read.Cooldown, read.NoData));
    }

    [Fact]
    public void Json_OfTheSpecification_IsRead_AndTheRestIsDefault()
    {
        AlertDefinition read = AlertDefinition.FromJson("""{"name": "High Response Time", "condition": "response_time > 2.0", "window": 60, "threshold": 3, "actions": ["notify", "log", "throttle"]}""");
        Assert.Equal(("High Response Time", "response_time > 2.0", TimeSpan.FromSeconds(60), 3), (read.Name, read.Condition, read.Window, read.Threshold));
        Assert.Equal(["notify", "log", "throttle"], read.Actions);
        Assert.Equal((AlertSeverity.Warning, AlertNoData.Ok, true, null), (read.Severity, read.NoData, read.IsEnabled, read.Cooldown));
        read.Validate();
    }

    [Fact]
    public void Json_WithManyMistakes_NamesAllOfThem()
    {
        InvalidOptionsException error = Assert.Throws<InvalidOptionsException>(() => AlertDefinition.FromJson("""
            {"condition": 5, "window": "60", "threshold": 1.5, "actions": ["notify", 3], "severity": "bad", "scope": {"sesion": "s", "category": "none"}, "labels": {"a": 1}, "colour": "red", "cooldown": 1e300}
            """));
        string[] expected = ["condition is not a text", "name is missing", "condition is missing", "window is not a number", "threshold is not a whole", "actions[1] is not a text", "severity is none of info, warning, error, critical", "scope.sesion is not a key", "scope.category is no category", "labels.a is not a text", "colour is not a key", "cooldown is out of range"];
        Assert.Equal(expected.Length, error.Errors.Count);
        Assert.All(expected, part => Assert.Contains(error.Errors, line => line.StartsWith(part, StringComparison.Ordinal)));
        Assert.ThrowsAny<JsonException>(() => AlertDefinition.FromJson("[]"));
        Assert.ThrowsAny<JsonException>(() => AlertDefinition.FromJson("{"));
    }

    [Theory]
    [InlineData("forecast(cost, 7d) > budget", null, null, "Budget is not given")]
    [InlineData("absent(a, 5m)", 0.5, null, "compares nothing")]
    [InlineData("a > 1", 0.5, "a < 1", "choose one")]
    [InlineData("a > 1", null, "a <", "ClearCondition is wrong at position 3")]
    [InlineData("1 > 0", null, null, "names no metric")]
    public void Validate_OfPartsThatDoNotFit_SaysSo(string condition, double? ratio, string? clear, string says)
    {
        InvalidOptionsException error = Assert.Throws<InvalidOptionsException>(() => new AlertDefinition { Name = "a", Condition = condition, ClearRatio = ratio, ClearCondition = clear }.Validate());
        Assert.Contains(says, Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OfADerivedScopeAndTooManyKeys_NamesBoth()
    {
        InvalidOptionsException error = Assert.Throws<InvalidOptionsException>(() => (Full with
        {
            Actions = [],
            Scope = new MetricFilter { Selector = "response_time" },
            GroupBy = [GroupKey.User, GroupKey.User],
            Severity = (AlertSeverity)9,
            NoData = (AlertNoData)9,
        }).Validate());
        Assert.Equal(4, error.Errors.Count);
    }
}
