using System.Diagnostics.CodeAnalysis;
using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting;

/// <summary>
/// The condition of an alert, such as <c>response_time &gt; 2.0</c> or <c>p95(response_time, 5m) &gt; 3 and error_rate &gt; 0.05 for 5m</c>.
/// Immutable; equal by meaning.
/// </summary>
/// <remarks>
/// A metric by itself is the value of each record, so that a condition with one holds for records, which are counted in the alert's window.
/// Functions look at a window, the alert's own unless a second argument names another: <c>avg</c>, <c>sum</c>, <c>min</c>, <c>max</c>,
/// <c>count</c>, <c>std</c>, <c>median</c>, <c>p95</c> and other percentiles, <c>last</c>, and <c>rate</c>, the amount per second: the sum of the
/// values over the length of the window, so that <c>rate(cost)</c> is money per second, where the function <c>rate</c> of aggregations counts records per
/// second, whatever their values (<c>count(m, 60s) / 60</c> in a condition). Derived figures such as <c>error_rate</c> stand for their value in the alert's window.
/// <c>absent(m, 10m)</c> holds when no record came for so long, <c>anomaly(m)</c> for a record that is out of the ordinary
/// (<c>anomaly(m, ewma)</c> by the simpler detector), and <c>forecast(m, 7d)</c> is the sum expected of the coming days, of each group by itself. <c>budget</c> is the
/// alert's budget. Numbers are combined by <c>+ - * /</c>, compared by <c>&gt; &gt;= &lt; &lt;= == !=</c>, and truths joined by <c>and</c>,
/// <c>or</c>, <c>not</c>; <c>for 5m</c> at the end asks that the condition holds without a break. Names with characters other than letters,
/// digits and _ are quoted: <c>"my.metric".value</c>.
/// </remarks>
public sealed class AlertCondition : IEquatable<AlertCondition>
{
    internal AlertCondition(TruthNode root, TimeSpan duration)
    {
        Root = root;
        For = duration;
    }

    /// <summary>How long it must hold without a break, from <c>for</c>; zero if it has none.</summary>
    public TimeSpan For { get; }

    /// <summary>What it reads: each metric and derived figure once, in the order of their first mention.</summary>
    public IReadOnlyList<Selector> Metrics => [.. ConditionWalker.SelectorsOf(Root).Distinct()];

    internal TruthNode Root { get; }

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="AlertConditionException">It is no condition; the message says where and why.</exception>
    public static AlertCondition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ConditionParser(text).Parse();
    }

    /// <summary>Reads a condition, if it is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="condition">The condition, or <see langword="null"/>.</param>
    /// <param name="error">What is wrong, or <see langword="null"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out AlertCondition? condition, [NotNullWhen(false)] out AlertConditionException? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            condition = new ConditionParser(text).Parse();
            error = null;
            return true;
        }
        catch (AlertConditionException wrong)
        {
            condition = null;
            error = wrong;
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(AlertCondition? other) => other is not null && For == other.For && Root == other.Root;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AlertCondition);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Root, For);

    /// <summary>The condition in its usual spelling, which <see cref="Parse"/> reads back.</summary>
    public override string ToString() => ConditionPrinter.Print(this);
}
