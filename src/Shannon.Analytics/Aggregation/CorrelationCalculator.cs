using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>Pairs two series as a request says, and computes how they go together.</summary>
internal static class CorrelationCalculator
{
    internal static CorrelationResult Calculate(CorrelationRequest request, Series first, Series second, CancellationToken cancellationToken)
    {
        var (x, y) = Pair(request, first, second, cancellationToken);
        var result = new CorrelationResult { Method = request.Method, Count = x.Length };
        if (x.Length < 2)
        {
            return result with { Reason = "fewer than two pairs of values" };
        }

        cancellationToken.ThrowIfCancellationRequested();
        KendallTau? tau = request.Method == CorrelationMethod.Kendall ? KendallTau.Of(x, y) : null;
        double? coefficient = request.Method switch
        {
            CorrelationMethod.Pearson => Correlation.Pearson(x, y),
            CorrelationMethod.Spearman => Correlation.Spearman(x, y),
            _ => tau!.Value.Tau,
        };
        if (coefficient is not { } value)
        {
            return result with { Reason = "one of the metrics does not vary" };
        }

        double effective = CorrelationInference.EffectiveSampleSize(x, y);
        result = result with
        {
            Coefficient = value,
            EffectiveCount = effective,
            PValue = tau is { } kendall ? kendall.PValue : CorrelationInference.PValue(value, effective),
        };
        var bounds = request.Method switch
        {
            CorrelationMethod.Pearson => CorrelationInference.Interval(value, effective, request.Confidence),
            CorrelationMethod.Spearman => CorrelationInference.SpearmanInterval(value, effective, request.Confidence),
            _ => CorrelationInference.KendallInterval(value, effective, request.Confidence),
        };
        if (bounds is { } interval)
        {
            result = result with { Lower = interval.Lower, Upper = interval.Upper };
        }

        return request.MaxLag > 0 && LaggedCorrelation.Best(x, y, request.MaxLag, cancellationToken) is { } best
            ? result with { BestLag = best.Lag * request.BucketWidth, BestCoefficient = best.Correlation }
            : result;
    }

    private static (double[] X, double[] Y) Pair(CorrelationRequest request, Series first, Series second, CancellationToken cancellationToken)
    {
        if (request.Alignment == SeriesAlignment.Buckets)
        {
            return TimeAlignment.BucketMeans(
                first.TimestampsMicros.Span, first.Values.Span, second.TimestampsMicros.Span, second.Values.Span, request.BucketWidth.Ticks / TimeSpan.TicksPerMicrosecond);
        }

        long tolerance = request.Tolerance.Ticks / TimeSpan.TicksPerMicrosecond;
        Dictionary<string, SessionPoints> partners = SessionPoints.Split(second);
        var pairs = new List<(long Time, double X, double Y)>();
        foreach (var (session, points) in SessionPoints.Split(first))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (partners.TryGetValue(session, out SessionPoints? others))
            {
                Pair(request.Alignment, points, others, tolerance, pairs);
            }
        }

        // Sessions run side by side: what autocorrelation says needs all pairs in order of time.
        pairs.Sort(static (a, b) => a.Time.CompareTo(b.Time));
        return ([.. pairs.Select(static pair => pair.X)], [.. pairs.Select(static pair => pair.Y)]);
    }

    private static void Pair(SeriesAlignment alignment, SessionPoints points, SessionPoints others, long tolerance, List<(long Time, double X, double Y)> pairs)
    {
        int[] driving = new int[points.Times.Count];
        int[] partner = new int[points.Times.Count];
        ReadOnlySpan<long> times = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points.Times);
        ReadOnlySpan<long> otherTimes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(others.Times);
        int count = alignment == SeriesAlignment.AsOf
            ? TimeAlignment.AsOf(times, otherTimes, tolerance, driving, partner)
            : TimeAlignment.Nearest(times, otherTimes, tolerance, driving, partner);
        for (int i = 0; i < count; i++)
        {
            pairs.Add((times[driving[i]], points.Values[driving[i]], others.Values[partner[i]]));
        }
    }
}
