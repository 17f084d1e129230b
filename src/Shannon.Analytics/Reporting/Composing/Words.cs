using System.Globalization;
using System.Text;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Names for people, and stable keys for machines.</summary>
internal static class Words
{
    /// <summary>What people call a metric: <c>token_usage</c> is <c>Tokens</c>, <c>code_quality</c> is <c>Code quality</c>.</summary>
    internal static string Label(string metric) => metric switch
    {
        FieldNames.TokenUsage => "Tokens",
        FieldNames.Cost => "Cost",
        "performance" => "Response time",
        _ => Sentence(metric.Replace('_', ' ').Replace('.', ' ')),
    };

    /// <summary>What people call what was computed of a metric: <c>avg</c> is <c>mean</c>, <c>p95</c> is <c>95 % within</c>.</summary>
    internal static string Function(string function) => function switch
    {
        "avg" => "mean",
        "count" => "number",
        "std" => "standard deviation",
        ['p', .. var rank] when double.TryParse(rank, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => $"{rank} % within",
        _ => function.Replace('_', ' '),
    };

    /// <summary>What the values of a metric are.</summary>
    internal static (ReportValueKind Kind, string? Unit) KindOf(string metric) => metric switch
    {
        FieldNames.TokenUsage => (ReportValueKind.Number, "tokens"),
        FieldNames.Cost => (ReportValueKind.Money, null),
        FieldNames.ResponseTime or FieldNames.TimeToFirstToken or "performance" => (ReportValueKind.Duration, null),
        DerivedFigure.ErrorRate or DerivedFigure.SuccessRate => (ReportValueKind.Percent, null),
        _ => (ReportValueKind.Number, null),
    };

    /// <summary>A number as the kind says.</summary>
    internal static ReportValue Value(ReportValueKind kind, double? value) => kind switch
    {
        ReportValueKind.Money => ReportValue.Money(value is { } money && Math.Abs(money) < (double)MetricLimits.MaxCost * 1_000 ? decimal.Round((decimal)money, 9) : null),
        ReportValueKind.Duration => ReportValue.Seconds(value),
        ReportValueKind.Percent => ReportValue.Percent(value),
        _ when value is { } whole && whole == Math.Truncate(whole) && Math.Abs(whole) < 1e15 => ReportValue.Count((long)whole),
        _ => ReportValue.Number(value),
    };

    /// <summary>A p-value in running text: <c>p = 0.03</c>, and never <c>p = 0</c>.</summary>
    internal static string PValue(double p) => p < 0.001 ? "p < 0.001" : FormattableString.Invariant($"p = {p:0.###}");

    /// <summary>A key in snake_case of any text.</summary>
    internal static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            key.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        return key.ToString();
    }

    internal static string Sentence(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
