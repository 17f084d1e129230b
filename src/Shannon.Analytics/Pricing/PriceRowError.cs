using System.Globalization;

namespace Shannon.Analytics.Pricing;

/// <summary>What is wrong with one field of one price row. Immutable and thread-safe.</summary>
/// <param name="Row">The model the row is for, as written.</param>
/// <param name="Field">The field, in the names of the source the row came from; empty when the row as a whole is meant.</param>
/// <param name="Problem">The given value, and what is allowed.</param>
public sealed record PriceRowError(string Row, string Field, string Problem)
{
    /// <summary>The error in one line.</summary>
    /// <returns><c>'row' field: problem</c>.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"'{Row}'{(Field.Length == 0 ? string.Empty : " ")}{Field}: {Problem}");
}
