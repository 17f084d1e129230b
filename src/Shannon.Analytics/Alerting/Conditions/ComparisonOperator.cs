namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>How two numbers are compared.</summary>
internal enum ComparisonOperator
{
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
}
