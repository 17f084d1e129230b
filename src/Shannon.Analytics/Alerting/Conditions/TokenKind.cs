namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>What a <see cref="ConditionToken"/> is.</summary>
internal enum TokenKind
{
    End,
    Number,
    Duration,
    Name,
    And,
    Or,
    Not,
    For,
    Budget,
    Open,
    Close,
    Comma,
    Plus,
    Minus,
    Times,
    Divide,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
}
