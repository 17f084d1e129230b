namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>How a number is written, and what it can be therefore.</summary>
internal struct NumberShape
{
    private readonly bool _isInternational;
    private readonly bool _isBracketed;
    private int _groups;
    private int _first;
    private int _second;
    private int _third;
    private bool _hasDots;
    private bool _hasSlashes;
    private bool _hasPlainSeparators;

    internal NumberShape(string text, int start)
    {
        Start = start;
        _isBracketed = start > 0 && text[start - 1] == '(';
        int before = _isBracketed ? start - 1 : start;
        _isInternational = before > 0 && text[before - 1] == '+';
        Start = _isInternational ? before - 1 : before;
    }

    /// <summary>Where the number begins, with its sign or bracket.</summary>
    internal int Start { get; }

    internal void AddGroup(int digits)
    {
        _groups++;
        switch (_groups)
        {
            case 1:
                _first = digits;
                break;
            case 2:
                _second = digits;
                break;
            case 3:
                _third = digits;
                break;
        }
    }

    internal void AddSeparator(char separator)
    {
        _hasDots |= separator == '.';
        _hasSlashes |= separator == '/';
        _hasPlainSeparators |= separator is ' ' or '-';
    }

    internal readonly ContentKinds KindOf(ReadOnlySpan<char> digits)
    {
        if (IsCard(digits))
        {
            return ContentKinds.CreditCard;
        }

        if (IsSocialSecurityNumber(digits))
        {
            return ContentKinds.SocialSecurityNumber;
        }

        return IsPhone(digits) ? ContentKinds.Phone : ContentKinds.None;
    }

    // The first digits of the card networks; times in micro- and nanoseconds begin with 1.
    private readonly bool IsCard(ReadOnlySpan<char> digits) =>
        digits.Length >= 13 && digits[0] is >= '2' and <= '6' && !_isInternational && !_hasDots && !_hasSlashes && HasRightCheckDigit(digits);

    private readonly bool IsSocialSecurityNumber(ReadOnlySpan<char> digits) =>
        _groups == 3 && (_first, _second, _third) == (3, 2, 4) && _hasPlainSeparators && !_hasDots && !_hasSlashes
        && !digits.StartsWith("000") && !digits.StartsWith("666") && digits[0] != '9' && digits[3..5] is not "00" && digits[5..] is not "0000";

    // With a country's code; like (212) 555-0123; or with a leading zero and a separator, long enough for no date.
    private readonly bool IsPhone(ReadOnlySpan<char> digits) =>
        _isInternational ? digits.Length is >= 8 and <= 15
        : digits.Length == 10 && (_first, _second, _third) == (3, 3, 4) && digits[0] >= '2' ? _groups == 3
        : digits.Length == 11 && _groups == 4 && _first == 1 && digits[0] == '1' ? _second == 3 && _third == 3
        : digits.Length is >= 9 and <= 14 && digits[0] == '0' && digits[1..3] is not "00" && _groups >= 2 && !_hasDots;

    /// <summary>Luhn's: every second digit from the right doubled, their digits summed.</summary>
    private static bool HasRightCheckDigit(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }
}
