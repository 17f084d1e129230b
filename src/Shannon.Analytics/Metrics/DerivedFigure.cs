namespace Shannon.Analytics.Metrics;

/// <summary>
/// A figure that is computed from several counts and sums. This is the one table of them; whoever aggregates, streams or alerts asks for the
/// parts and combines them here. Aliases, which stand for a single metric, are in <see cref="AliasOf"/> instead.
/// </summary>
internal sealed class DerivedFigure
{
    internal const string ActiveSessions = "active_sessions";
    internal const string TokensPerSecond = "tokens_per_second";
    internal const string ErrorRate = "error_rate";
    internal const string SuccessRate = "success_rate";
    internal const string ErrorDistribution = "error_distribution";
    internal const string CpuUsage = "cpu_usage";
    internal const string Cost = "cost";

    /// <summary>The reserved words.</summary>
    internal static readonly string[] Words = [ActiveSessions, TokensPerSecond, ErrorRate, SuccessRate, ErrorDistribution, CpuUsage, Cost];

    private static readonly DerivedPart Prompts = new(DerivedPartKind.Count, Selector.Of(FieldNames.ResponseTime));
    private static readonly DerivedPart Tools = new(DerivedPartKind.Count, Selector.OfCategory(MetricCategory.Tool));
    private static readonly DerivedPart Apis = new(DerivedPartKind.Count, Selector.OfCategory(MetricCategory.Api));
    private static readonly DerivedPart Errors = new(DerivedPartKind.Count, Selector.OfCategory(MetricCategory.Error));
    private static readonly DerivedPart Tokens = new(DerivedPartKind.Sum, Selector.Of(FieldNames.TokenUsage));
    private static readonly DerivedPart Sessions = new(DerivedPartKind.Sessions, Selector.All);

    private static readonly Dictionary<string, DerivedFigure> Table = new(StringComparer.Ordinal)
    {
        [ActiveSessions] = new([Sessions], static (parts, _) => parts[0]),
        [TokensPerSecond] = new([Tokens], static (parts, seconds) => seconds > 0 ? parts[0] / seconds : null),
        [ErrorRate] = new([Errors, Prompts, Apis], static (parts, _) => Share(parts[0], parts[1] + parts[2])),
        [SuccessRate] = new([Prompts, Tools, Apis, Failed(Prompts), Failed(Tools), Failed(Apis)], static (parts, _) => 1 - Share(parts[3] + parts[4] + parts[5], parts[0] + parts[1] + parts[2])),
        [ErrorDistribution] = new([Errors], static (parts, _) => parts[0]),
    };

    private readonly Func<double[], double, double?> _combine;

    private DerivedFigure(DerivedPart[] parts, Func<double[], double, double?> combine)
    {
        Parts = parts;
        _combine = combine;
    }

    /// <summary>What has to be counted.</summary>
    internal IReadOnlyList<DerivedPart> Parts { get; }

    /// <summary>The figure of a selector that is one; null for others and for aliases.</summary>
    internal static DerivedFigure? Of(Selector selector) => selector.Kind == SelectorKind.Derived ? Table.GetValueOrDefault(selector.Name!) : null;

    /// <summary>The metric that a selector really means: <c>cpu_usage</c> is <c>resource.cpu_percent</c>, <c>cost</c> every record's cost. Others mean themselves.</summary>
    internal static Selector AliasOf(Selector selector) => selector switch
    {
        { Kind: SelectorKind.Derived, Name: CpuUsage } => Selector.OfCategory(MetricCategory.Resource, FieldNames.CpuPercent),
        { Kind: SelectorKind.Derived, Name: Cost } => Selector.AllCosts,
        _ => selector,
    };

    /// <summary>Combines the parts; undefined (no attempts, no time) is null.</summary>
    /// <param name="parts">One number for each of <see cref="Parts"/>.</param>
    /// <param name="seconds">The length of the time they were counted in.</param>
    internal double? Combine(double[] parts, double seconds) => _combine(parts, seconds);

    // Several errors of one attempt do not make more than all attempts fail.
    private static double? Share(double some, double all) => all > 0 ? Math.Min(1, some / all) : null;

    private static DerivedPart Failed(DerivedPart attempts) => attempts with { OnlyFailed = true };
}
