namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>How two numbers are combined.</summary>
internal enum ArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
}
