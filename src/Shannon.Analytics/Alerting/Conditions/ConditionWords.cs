using System.Buffers;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>The words and letters of conditions, shared by those who read and write them.</summary>
internal static class ConditionWords
{
    internal const string Budget = "budget";
    internal const string For = "for";
    internal const string Absent = "absent";
    internal const string Anomaly = "anomaly";
    internal const string Forecast = "forecast";

    /// <summary>The functions in the order in which messages list them.</summary>
    internal const string Functions = "avg, sum, min, max, count, std, median, p95 (or another percentile from p0 to p100), last, rate, absent, anomaly, forecast";

    /// <summary>The units of durations, greatest first.</summary>
    internal static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("w", TimeSpan.FromDays(7)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    private static readonly SearchValues<string> Reserved = SearchValues.Create(["and", "or", "not", For, Budget], StringComparison.OrdinalIgnoreCase);

    internal static bool IsNameStart(char letter) => char.IsLetter(letter) || letter == '_';

    internal static bool IsNamePart(char letter) => char.IsLetterOrDigit(letter) || letter == '_';

    /// <summary>Whether a name can be written without quotes.</summary>
    internal static bool IsPlain(string name)
    {
        if (!IsNameStart(name[0]) || Reserved.Contains(name))
        {
            return false;
        }

        foreach (char letter in name)
        {
            if (!IsNamePart(letter))
            {
                return false;
            }
        }

        return true;
    }
}
