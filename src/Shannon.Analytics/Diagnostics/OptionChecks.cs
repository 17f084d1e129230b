namespace Shannon.Analytics.Diagnostics;

/// <summary>Checks that every options type shares, so that all errors are worded alike and reported together.</summary>
internal static class OptionChecks
{
    internal static void Range<T>(List<string> errors, string name, T value, T minimum, T maximum)
        where T : IComparable<T>
    {
        if (value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0)
        {
            errors.Add(FormattableString.Invariant($"{name} is {value}; it must lie between {minimum} and {maximum}."));
        }
    }

    internal static void NotNull(List<string> errors, string name, object? value)
    {
        if (value is null)
        {
            errors.Add($"{name} is null; leave it out for the default.");
        }
    }

    internal static void ThrowIfAny(string optionsName, List<string> errors)
    {
        if (errors.Count > 0)
        {
            throw new InvalidOptionsException(optionsName, errors);
        }
    }
}
