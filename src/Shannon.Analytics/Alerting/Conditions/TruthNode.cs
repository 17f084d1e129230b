using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>A part of a condition that is true or false. Immutable; equal by structure.</summary>
internal abstract record TruthNode
{
    private TruthNode()
    {
    }

    /// <summary>Two numbers compared.</summary>
    internal sealed record Comparison(ComparisonOperator Operator, NumberNode Left, NumberNode Right) : TruthNode;

    /// <summary>Both hold.</summary>
    internal sealed record And(TruthNode Left, TruthNode Right) : TruthNode;

    /// <summary>At least one holds.</summary>
    internal sealed record Or(TruthNode Left, TruthNode Right) : TruthNode;

    /// <summary>It does not hold.</summary>
    internal sealed record Not(TruthNode Operand) : TruthNode;

    /// <summary>No record of the metric came for so long.</summary>
    internal sealed record Absent(Selector Metric, TimeSpan Duration) : TruthNode;

    /// <summary>A detector finds that an incident begins with the record.</summary>
    internal sealed record Anomaly(Selector Metric, DetectorKind Detector) : TruthNode;
}
