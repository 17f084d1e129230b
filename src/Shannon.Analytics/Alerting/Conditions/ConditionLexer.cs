using System.Globalization;

namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>Cuts a condition into its words, one at a time. Not thread-safe.</summary>
internal sealed class ConditionLexer(string text)
{
    private int _position;

    /// <summary>The next word; at the end, always <see cref="TokenKind.End"/>.</summary>
    internal ConditionToken Next()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        if (_position == text.Length)
        {
            return new(TokenKind.End, _position, string.Empty);
        }

        char first = text[_position];
        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(At(_position + 1))))
        {
            return Number();
        }

        return first == '"' || ConditionWords.IsNameStart(first) ? Name() : Symbol(first);
    }

    private char At(int position) => position < text.Length ? text[position] : '\0';

    private ConditionToken Symbol(char first)
    {
        char second = At(_position + 1);
        (TokenKind kind, int length) = (first, second) switch
        {
            ('(', _) => (TokenKind.Open, 1),
            (')', _) => (TokenKind.Close, 1),
            (',', _) => (TokenKind.Comma, 1),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Times, 1),
            ('/', _) => (TokenKind.Divide, 1),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('>', _) => (TokenKind.Greater, 1),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('<', _) => (TokenKind.Less, 1),
            ('=', '=') => (TokenKind.Equal, 2),
            ('!', '=') => (TokenKind.NotEqual, 2),
            _ => throw new AlertConditionException(_position, Misplaced(first)),
        };
        var token = new ConditionToken(kind, _position, text.Substring(_position, length));
        _position += length;
        return token;
    }

    private static string Misplaced(char letter) => letter switch
    {
        '=' => "a single '='. Compare with '=='.",
        '!' => "a '!' that is not part of '!='. Write 'not'.",
        '&' => "an '&'. Write 'and'.",
        '|' => "a '|'. Write 'or'.",
        '\'' => "a single quote. Names are quoted with \".",
        '%' => "a '%'. Write shares as numbers: 0.05 for 5 %.",
        '.' => "a '.' that belongs to neither a number nor a metric. A measurement follows its metric directly: token_usage.prompt_tokens.",
        _ => $"the character {(char.IsControl(letter) || char.IsSurrogate(letter) ? FormattableString.Invariant($"U+{(int)letter:X4}") : $"'{letter}'")}, which has no meaning here. Quote names that have other characters than letters, digits and _: \"my-metric\".",
    };

    private ConditionToken Number()
    {
        int start = _position;
        SkipDigits();
        if (At(_position) == '.' && char.IsAsciiDigit(At(_position + 1)))
        {
            _position++;
            SkipDigits();
        }

        SkipExponent();
        double number = double.Parse(text.AsSpan(start, _position - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            throw new AlertConditionException(start, "the number is greater than 1.7E+308, the greatest there is.");
        }

        if (ConditionWords.IsNamePart(At(_position)))
        {
            return Duration(start, number);
        }

        return new(TokenKind.Number, start, text[start.._position], Number: number);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(At(_position)))
        {
            _position++;
        }
    }

    private void SkipExponent()
    {
        if (At(_position) is not ('e' or 'E'))
        {
            return;
        }

        int digits = At(_position + 1) is '+' or '-' ? _position + 2 : _position + 1;
        if (char.IsAsciiDigit(At(digits)))
        {
            _position = digits;
            SkipDigits();
        }
    }

    private ConditionToken Duration(int start, double number)
    {
        int unitStart = _position;
        while (ConditionWords.IsNamePart(At(_position)))
        {
            _position++;
        }

        string unit = text[unitStart.._position];
        foreach (var (word, length) in ConditionWords.Units)
        {
            if (!string.Equals(word, unit, StringComparison.Ordinal))
            {
                continue;
            }

            double milliseconds = number * length.TotalMilliseconds;
            if (!(milliseconds >= 1 && milliseconds <= TimeSpan.MaxValue.TotalMilliseconds / 2) || milliseconds != Math.Truncate(milliseconds))
            {
                throw new AlertConditionException(start, "the duration is not a whole number of milliseconds from 1 up, or far too long.");
            }

            return new(TokenKind.Duration, start, text[start.._position], Duration: TimeSpan.FromMilliseconds((long)milliseconds));
        }

        throw new AlertConditionException(unitStart, "after a number there is no such unit. Use ms, s, m, h, d or w for a duration, as in 5m; quote a name that begins with a digit.");
    }

    /// <summary>A word, or a metric with its measurement: <c>name</c>, <c>name.measurement</c>, either part perhaps in quotes.</summary>
    private ConditionToken Name()
    {
        int start = _position;
        bool isWord = ReadPart();
        if (isWord && At(_position) == '.' && char.IsAsciiDigit(At(_position + 1)))
        {
            // Only percentiles such as p99.9 have a fraction in their name.
            _position++;
            SkipDigits();
        }
        else if (At(_position) == '.' && (At(_position + 1) == '"' || ConditionWords.IsNameStart(At(_position + 1))))
        {
            _position++;
            ReadPart();
            isWord = false;
        }

        string spelling = text[start.._position];
        return new(isWord ? KindOf(spelling) : TokenKind.Name, start, spelling);
    }

    private static TokenKind KindOf(string word) => word.ToUpperInvariant() switch
    {
        "AND" => TokenKind.And,
        "OR" => TokenKind.Or,
        "NOT" => TokenKind.Not,
        "FOR" => TokenKind.For,
        "BUDGET" => TokenKind.Budget,
        _ => TokenKind.Name,
    };

    /// <summary>Skips one part of a name; true if it is not quoted.</summary>
    private bool ReadPart()
    {
        if (At(_position) != '"')
        {
            while (ConditionWords.IsNamePart(At(_position)))
            {
                _position++;
            }

            return true;
        }

        int start = _position++;
        while (_position < text.Length)
        {
            if (text[_position] != '"')
            {
                _position++;
            }
            else if (At(_position + 1) == '"')
            {
                // A doubled quote stands for one within the name.
                _position += 2;
            }
            else if (_position++ == start + 1)
            {
                throw new AlertConditionException(start, "a quoted name is empty.");
            }
            else
            {
                return false;
            }
        }

        throw new AlertConditionException(start, "a quoted name is not closed. Add a \" at its end; write \"\" for a quote within it.");
    }
}
