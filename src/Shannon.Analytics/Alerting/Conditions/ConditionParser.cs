using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>
/// Reads a condition by recursive descent. From the loosest binding to the tightest: <c>or</c>, <c>and</c>, <c>not</c>, comparisons (which do not
/// chain), <c>+ -</c>, <c>* /</c>, signs. Depth and size are bounded, so that no text costs much time or stack. For one text; not thread-safe.
/// </summary>
internal sealed class ConditionParser
{
    private readonly string _text;
    private readonly ConditionLexer _lexer;
    private readonly FunctionParser _functions;
    private ConditionToken _token;
    private int _depth;
    private int _size;

    internal ConditionParser(string text)
    {
        if (text.Length > AlertLimits.MaxConditionLength)
        {
            throw new AlertConditionException(AlertLimits.MaxConditionLength, FormattableString.Invariant($"the text has {text.Length} characters; at most {AlertLimits.MaxConditionLength} are allowed. Split the alert."));
        }

        _text = text;
        _lexer = new(text);
        _functions = new(this);
        Advance();
    }

    /// <summary>The word to be read next.</summary>
    internal ConditionToken Token => _token;

    internal AlertCondition Parse()
    {
        if (_token.Kind == TokenKind.End)
        {
            throw Wrong("the condition is empty. Write one such as response_time > 2.0.");
        }

        TruthNode root = TruthOf(ReadOr());
        TimeSpan duration = TimeSpan.Zero;
        if (_token.Kind == TokenKind.For)
        {
            Advance();
            duration = ReadDuration("'for'", "for 5m", TimeSpan.FromMilliseconds(1), AlertLimits.MaxDuration);
        }

        if (_token.Kind != TokenKind.End)
        {
            throw Unexpected();
        }

        return new AlertCondition(root, duration);
    }

    internal AlertConditionException Wrong(string problem) => new(_token.Position, problem);

    internal ConditionToken Take(TokenKind kind, string expected)
    {
        if (_token.Kind != kind)
        {
            throw Wrong($"{expected} is expected, not {_token.Shown}.");
        }

        ConditionToken taken = _token;
        Advance();
        return taken;
    }

    internal bool TrySkip(TokenKind kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>Reads a duration between two bounds.</summary>
    internal TimeSpan ReadDuration(string after, string example, TimeSpan least, TimeSpan greatest)
    {
        if (_token.Kind != TokenKind.Duration)
        {
            throw Wrong($"after {after} a duration is expected, not {_token.Shown}: a number with one of the units ms, s, m, h, d, w, as in '{example}'.");
        }

        TimeSpan duration = _token.Duration;
        if (duration < least || duration > greatest)
        {
            throw Wrong($"the duration after {after} is {_token.Shown}; it must lie between {ConditionPrinter.Show(least)} and {ConditionPrinter.Show(greatest)}.");
        }

        Advance();
        return duration;
    }

    /// <summary>Reads a metric from a name.</summary>
    internal static Selector SelectorOf(ConditionToken name)
    {
        try
        {
            return Selector.Parse(name.Text);
        }
        catch (FormatException error)
        {
            throw new AlertConditionException(name.Position, $"{name.Shown} names no metric. {error.Message}");
        }
    }

    private void Advance()
    {
        _token = _lexer.Next();
        if (++_size > AlertLimits.MaxConditionSize)
        {
            throw Wrong(FormattableString.Invariant($"the condition has more than {AlertLimits.MaxConditionSize} words and signs. Split the alert."));
        }
    }

    private ConditionTerm ReadOr()
    {
        ConditionTerm left = ReadAnd();
        while (TrySkip(TokenKind.Or))
        {
            left = new(left.Position, null, new TruthNode.Or(TruthOf(left), TruthOf(ReadAnd())));
        }

        return left;
    }

    private ConditionTerm ReadAnd()
    {
        ConditionTerm left = ReadNot();
        while (TrySkip(TokenKind.And))
        {
            left = new(left.Position, null, new TruthNode.And(TruthOf(left), TruthOf(ReadNot())));
        }

        return left;
    }

    private ConditionTerm ReadNot()
    {
        int position = _token.Position;
        if (!TrySkip(TokenKind.Not))
        {
            return ReadComparison();
        }

        return Deeper(() => new ConditionTerm(position, null, new TruthNode.Not(TruthOf(ReadNot()))));
    }

    private ConditionTerm ReadComparison()
    {
        ConditionTerm left = ReadSum();
        if (ComparisonOf(_token.Kind) is not { } comparison)
        {
            return left;
        }

        NumberNode number = NumberOf(left);
        Advance();
        ConditionTerm right = ReadSum();
        var truth = new TruthNode.Comparison(comparison, number, NumberOf(right));
        if (ComparisonOf(_token.Kind) is not null)
        {
            throw Wrong("comparisons do not chain. Write 'a < b and b < c' for 'a < b < c'.");
        }

        return new(left.Position, null, truth);
    }

    private ConditionTerm ReadSum()
    {
        ConditionTerm left = ReadProduct();
        while (_token.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            left = ReadRight(left, _token.Kind == TokenKind.Plus ? ArithmeticOperator.Add : ArithmeticOperator.Subtract, ReadProduct);
        }

        return left;
    }

    private ConditionTerm ReadProduct()
    {
        ConditionTerm left = ReadSign();
        while (_token.Kind is TokenKind.Times or TokenKind.Divide)
        {
            left = ReadRight(left, _token.Kind == TokenKind.Times ? ArithmeticOperator.Multiply : ArithmeticOperator.Divide, ReadSign);
        }

        return left;
    }

    private ConditionTerm ReadRight(ConditionTerm left, ArithmeticOperator sign, Func<ConditionTerm> readRight)
    {
        NumberNode number = NumberOf(left);
        Advance();
        return new(left.Position, new NumberNode.Arithmetic(sign, number, NumberOf(readRight())), null);
    }

    private ConditionTerm ReadSign()
    {
        int position = _token.Position;
        if (!TrySkip(TokenKind.Minus))
        {
            return ReadPrimary();
        }

        return Deeper(() => new ConditionTerm(position, new NumberNode.Negation(NumberOf(ReadSign())), null));
    }

    private ConditionTerm ReadPrimary()
    {
        ConditionToken token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return new(token.Position, new NumberNode.Constant(token.Number), null);
            case TokenKind.Budget:
                Advance();
                return new(token.Position, new NumberNode.Budget(), null);
            case TokenKind.Name:
                Advance();
                return _token.Kind == TokenKind.Open ? _functions.Read(token) : new(token.Position, MetricOf(token), null);
            case TokenKind.Open:
                Advance();
                ConditionTerm inner = Deeper(ReadOr);
                Take(TokenKind.Close, $"a ')' for the '(' at position {token.Position}");
                return inner with { Position = token.Position };
            default:
                throw Unexpected();
        }
    }

    private static NumberNode MetricOf(ConditionToken name)
    {
        Selector metric = SelectorOf(name);
        return DerivedFigure.Of(metric) is null ? new NumberNode.Sample(metric) : new NumberNode.Figure(metric);
    }

    private ConditionTerm Deeper(Func<ConditionTerm> read)
    {
        if (++_depth > AlertLimits.MaxConditionDepth)
        {
            throw Wrong(FormattableString.Invariant($"parentheses, 'not' and signs are nested more than {AlertLimits.MaxConditionDepth} deep. Simplify the condition."));
        }

        ConditionTerm term = read();
        _depth--;
        return term;
    }

    private static NumberNode NumberOf(ConditionTerm term) =>
        term.Number ?? throw new AlertConditionException(term.Position, "a number is expected, and this is true or false. Join what is true or false with 'and', 'or' and 'not'.");

    private static TruthNode TruthOf(ConditionTerm term) =>
        term.Truth ?? throw new AlertConditionException(term.Position, "something true or false is expected, and this is a number. Compare it, as in 'response_time > 2.0'.");

    private AlertConditionException Unexpected() => _token switch
    {
        { Kind: TokenKind.Duration } => Wrong($"{_token.Shown} is a duration, which may stand only after 'for' and in functions. Compare metrics with plain numbers in their own unit."),
        { Kind: TokenKind.Plus } => Wrong("a number needs no '+' before it. Leave it out."),
        { Kind: TokenKind.Name or TokenKind.Number or TokenKind.Budget or TokenKind.Open } => Wrong($"before {_token.Shown} something is missing: a comparison, an arithmetic sign, 'and' or 'or'."),
        { Kind: TokenKind.For } => Wrong("'for' follows the whole condition, at its end."),
        _ => Wrong($"a number, a metric, a function or '(' is expected, not {_token.Shown}."),
    };

    private static ComparisonOperator? ComparisonOf(TokenKind kind) => kind switch
    {
        TokenKind.Greater => ComparisonOperator.Greater,
        TokenKind.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
        TokenKind.Less => ComparisonOperator.Less,
        TokenKind.LessOrEqual => ComparisonOperator.LessOrEqual,
        TokenKind.Equal => ComparisonOperator.Equal,
        TokenKind.NotEqual => ComparisonOperator.NotEqual,
        _ => null,
    };
}
