using Shannon.Analytics.Alerting.Conditions;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>A compiled condition of an alert. Immutable.</summary>
internal sealed class TrackedCondition(TruthNode node, ConditionCompiler compiler)
{
    /// <summary>Whether it holds, given inputs; null if undefined.</summary>
    internal Func<InputSet, bool?> Holds { get; } = compiler.Compile(node);

    /// <summary>Whether it is about the values of single records, which are counted.</summary>
    internal bool IsAboutRecords { get; } = ConditionWalker.IsAboutRecords(node);

    /// <summary>Whether it can hold without a record.</summary>
    internal bool HasLevel { get; } = ConditionWalker.HasLevel(node);
}
