using System.Diagnostics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Where one series follows another: Pearson's correlation of equally spaced values at every shift up to a bound.</summary>
/// <param name="Lag">The shift with the correlation farthest from 0, the smallest of equals: y follows x by this many steps, or leads where negative.</param>
/// <param name="Correlation">The correlation at that lag.</param>
/// <param name="Count">Pairs at that lag.</param>
internal readonly record struct LaggedCorrelation(int Lag, double Correlation, int Count)
{
    private const int LeastPairs = 3;

    /// <summary>The best of the lags from -<paramref name="maxLag"/> to <paramref name="maxLag"/> with three pairs or more; null where none is defined.</summary>
    public static LaggedCorrelation? Best(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int maxLag, CancellationToken cancellationToken)
    {
        Debug.Assert(x.Length == y.Length, "pairs");
        LaggedCorrelation? best = null;
        for (int size = 0; size <= maxLag && x.Length - size >= LeastPairs; size++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            best = Better(best, At(x, y, size));
            best = size > 0 ? Better(best, At(x, y, -size)) : best;
        }

        return best;
    }

    /// <summary>The correlation at one lag; null where it is undefined.</summary>
    public static LaggedCorrelation? At(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int lag)
    {
        int size = Math.Abs(lag);
        if (x.Length - size < LeastPairs)
        {
            return null;
        }

        double? correlation = lag >= 0
            ? Statistics.Correlation.Pearson(x[..^size], y[size..])
            : Statistics.Correlation.Pearson(x[size..], y[..^size]);
        return correlation is { } value ? new(lag, value, x.Length - size) : null;
    }

    private static LaggedCorrelation? Better(LaggedCorrelation? best, LaggedCorrelation? candidate) =>
        candidate is { } found && (best is not { } known || Math.Abs(found.Correlation) > Math.Abs(known.Correlation)) ? found : best;
}
