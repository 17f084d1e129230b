namespace Shannon.Analytics.Internals.Statistics;

/// <summary>How one number differs from its baseline. What is undefined is null, with the reason.</summary>
/// <param name="Difference">Current less baseline.</param>
/// <param name="Ratio">Current over baseline.</param>
/// <param name="Reason">Why the ratio, or also the difference, is missing.</param>
internal readonly record struct Change(double? Difference, double? Ratio, Undefined Reason)
{
    /// <summary>Compares; null stands for a period without data.</summary>
    public static Change Of(double? baseline, double? current)
    {
        if (baseline is not { } before)
        {
            return new(null, null, Undefined.EmptyBaseline);
        }

        if (current is not { } now)
        {
            return new(null, null, Undefined.EmptyCurrent);
        }

        double difference = now - before;
        double? finite = double.IsFinite(difference) ? difference : null;
        if (before == 0)
        {
            return new(finite, null, Undefined.ZeroBaseline);
        }

        double ratio = now / before;
        return double.IsFinite(ratio) && finite is not null
            ? new(finite, ratio, Undefined.None)
            : new(finite, double.IsFinite(ratio) ? ratio : null, Undefined.OutOfRange);
    }
}
